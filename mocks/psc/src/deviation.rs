//! Deviations: wrong answers that a scenario asks for, to see whether the software notices.
//!
//! They are neither faults (which look like failures) nor variations (which are correct).

/// A wrong answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deviation {
    /// The callback bears another `state`.
    StateAltere,
    /// The callback bears no `state`.
    StateAbsent,
    /// The id_token bears another `nonce`.
    NonceAltere,
    /// The id_token bears no `nonce`.
    NonceAbsent,
    /// The callback bears the `iss` of another provider.
    IssAltere,
    /// The signature of the id_token is wrong.
    SignatureAlteree,
    /// The id_token is signed by a key that is not published.
    CleInconnue,
    /// The id_token is over.
    JetonExpire,
    /// The id_token is for another client.
    AudienceAlteree,
    /// The id_token says that another provider issued it.
    EmetteurAltere,
    /// The id_token is not signed: `alg` is `none`.
    AlgNone,
    /// The id_token is an HMAC keyed with the public key: `alg` is `HS256`.
    AlgConfus,
    /// UserInfo is about another person than the id_token.
    SubIncoherent,
    /// `at_hash` is of another access token.
    AtHashAltere,
}

impl Deviation {
    /// Every deviation.
    pub const ALL: [Self; 14] = [
        Self::StateAltere,
        Self::StateAbsent,
        Self::NonceAltere,
        Self::NonceAbsent,
        Self::IssAltere,
        Self::SignatureAlteree,
        Self::CleInconnue,
        Self::JetonExpire,
        Self::AudienceAlteree,
        Self::EmetteurAltere,
        Self::AlgNone,
        Self::AlgConfus,
        Self::SubIncoherent,
        Self::AtHashAltere,
    ];

    /// Name in features and in `Observed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::StateAltere => "state_altere",
            Self::StateAbsent => "state_absent",
            Self::NonceAltere => "nonce_altere",
            Self::NonceAbsent => "nonce_absent",
            Self::IssAltere => "iss_altere",
            Self::SignatureAlteree => "signature_alteree",
            Self::CleInconnue => "cle_inconnue",
            Self::JetonExpire => "jeton_expire",
            Self::AudienceAlteree => "audience_alteree",
            Self::EmetteurAltere => "emetteur_altere",
            Self::AlgNone => "alg_none",
            Self::AlgConfus => "alg_confus",
            Self::SubIncoherent => "sub_incoherent",
            Self::AtHashAltere => "at_hash_altere",
        }
    }

    /// The deviation of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// What it spoils.
    pub fn spoils(self) -> Spoilt {
        match self {
            Self::StateAltere | Self::StateAbsent | Self::IssAltere => Spoilt::Callback,
            Self::SubIncoherent => Spoilt::UserInfo,
            _ => Spoilt::IdToken,
        }
    }
}

/// The answer that a deviation spoils.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoilt {
    /// The redirection that carries the code.
    Callback,
    /// The id_token.
    IdToken,
    /// UserInfo.
    UserInfo,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_name_of_its_own() {
        for deviation in Deviation::ALL {
            assert_eq!(Deviation::named(deviation.name()), Some(deviation));
        }
        assert_eq!(Deviation::named("autre"), None);
    }
}
