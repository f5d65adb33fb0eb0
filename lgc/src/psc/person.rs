//! The professional, as UserInfo describes him, and his RPPS number.
//!
//! Source: psc §7 and §14: the national identifier is `8` and the eleven digits of the RPPS number;
//! identities of test (EDIT) and employees of structures have none.

use serde::Deserialize;

/// An identified professional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// `sub`; the Proxy e-Santé does not tell it.
    pub sub: Option<String>,
    /// `SubjectNameID`.
    pub national_id: String,
    /// RPPS number, eleven digits, when the person has one.
    pub rpps: Option<String>,
    /// Surname.
    pub family_name: String,
    /// First name.
    pub given_name: String,
}

/// What this software reads of UserInfo; everything else may change.
#[derive(Clone, Debug, Deserialize)]
pub struct UserInfo {
    /// `sub`.
    pub sub: String,
    #[serde(default, rename = "SubjectNameID")]
    subject_name_id: Option<String>,
    #[serde(default)]
    preferred_username: Option<String>,
    #[serde(default)]
    family_name: Option<String>,
    #[serde(default)]
    given_name: Option<String>,
    #[serde(default, rename = "otherIds")]
    other_ids: Vec<OtherId>,
}

#[derive(Clone, Debug, Deserialize)]
struct OtherId {
    #[serde(default)]
    identifiant: String,
    #[serde(default)]
    origine: String,
}

impl UserInfo {
    /// The person described; none when no national identifier is given.
    pub fn person(self) -> Option<Person> {
        let national_id = self
            .subject_name_id
            .or(self.preferred_username)
            .filter(|id| !id.is_empty())?;
        let rpps = rpps_of(&national_id).or_else(|| {
            self.other_ids
                .iter()
                .filter(|other| other.origine == "RPPS")
                .find_map(|other| rpps_of(&other.identifiant))
        });
        Some(Person {
            sub: Some(self.sub),
            national_id,
            rpps,
            family_name: self.family_name.unwrap_or_default(),
            given_name: self.given_name.unwrap_or_default(),
        })
    }
}

/// The RPPS number inside a national identifier.
pub fn rpps_of(national_id: &str) -> Option<String> {
    let digits = national_id.strip_prefix('8')?;
    (digits.len() == 11 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_rpps_identifier_gives_an_rpps_number() {
        assert_eq!(rpps_of("899700427885").as_deref(), Some("99700427885"));
        for other in [
            "ANS20231122132732",
            "500000001815646/CPAT00045",
            "0123456789",
            "89970042788",
            "99700427885",
            "8997004278859",
        ] {
            assert_eq!(rpps_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_simplified_userinfo_is_enough() {
        let info: UserInfo = serde_json::from_str(
            "{\"sub\":\"f:x:8\",\"preferred_username\":\"899700427885\",\"family_name\":\"DOC\"}",
        )
        .unwrap();
        let person = info.person().unwrap();
        assert_eq!(person.rpps.as_deref(), Some("99700427885"));
        assert_eq!(person.given_name, "");
        let nobody: UserInfo = serde_json::from_str("{\"sub\":\"f:x:8\"}").unwrap();
        assert!(nobody.person().is_none());
    }
}
