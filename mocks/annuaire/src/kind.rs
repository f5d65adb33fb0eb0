//! The five resource types of the directory.

/// A resource type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A professional.
    Practitioner,
    /// A situation in which a professional practises.
    PractitionerRole,
    /// Heavy equipment.
    Device,
    /// A structure.
    Organization,
    /// A care activity or a social equipment.
    HealthcareService,
}

impl Kind {
    /// Every type, in the order in which the real server lists them.
    ///
    /// Source: message HAPI-0302 of the official documentation.
    pub const ALL: [Self; 5] = [
        Self::Practitioner,
        Self::PractitionerRole,
        Self::Device,
        Self::Organization,
        Self::HealthcareService,
    ];

    /// FHIR name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Practitioner => "Practitioner",
            Self::PractitionerRole => "PractitionerRole",
            Self::Device => "Device",
            Self::Organization => "Organization",
            Self::HealthcareService => "HealthcareService",
        }
    }

    /// The type of that FHIR name; names are case-sensitive.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_with_their_case() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.name()), Some(kind));
        }
        assert_eq!(Kind::of("practitioner"), None);
    }
}
