//! MSSanté mailboxes.

/// What a mailbox is for.
///
/// Source: TRE_R257 TypeBAL, guide of the FHIR API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailboxKind {
    /// Personal.
    Per,
    /// Of a practice (*cabinet*).
    Cab,
    /// Of a service or of a team.
    Org,
    /// Of a software or of a machine.
    App,
}

impl MailboxKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Per, Self::Cab, Self::Org, Self::App];

    /// Code in TRE_R257.
    pub fn code(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Cab => "CAB",
            Self::Org => "ORG",
            Self::App => "APP",
        }
    }

    /// The kind of that code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// True when such a mailbox belongs to a person, with or without a structure; the others belong
    /// to a structure alone. Source: guide of the FHIR API.
    pub fn is_of_a_person(self) -> bool {
        matches!(self, Self::Per | Self::Cab)
    }
}

/// A mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Address.
    pub address: String,
    /// What it is for.
    pub kind: MailboxKind,
    /// What it is for, in words.
    pub description: Option<String>,
    /// Service that it belongs to.
    pub service: Option<String>,
    /// Its holder accepts paperless mail alone.
    pub digitization: bool,
    /// On the red list: never published.
    pub red_list: bool,
}
