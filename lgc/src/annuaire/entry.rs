//! A correspondent as this software knows it from the directory.

use banc_contract::Correspondent;

/// A professional or a structure with its MSSanté addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// `Practitioner/…` or `Organization/…` in the directory.
    pub id: String,
    /// RPPS number of a professional.
    pub rpps: Option<String>,
    /// Surname in practice, or name of the structure.
    pub name: String,
    /// First name in practice.
    pub first_name: Option<String>,
    /// MSSanté addresses, the preferred first.
    pub addresses: Vec<String>,
}

impl Entry {
    /// As shown to the user.
    pub fn shown(&self) -> Correspondent {
        Correspondent {
            id: self.id.clone(),
            rpps: self.rpps.clone(),
            nom: self.name.clone(),
            prenom: self.first_name.clone(),
            adresses: self.addresses.clone(),
            ..Correspondent::default()
        }
    }

    /// Name for messages: enough to tell homonyms apart.
    pub fn label(&self) -> String {
        let mut label = self.name.clone();
        if let Some(first_name) = &self.first_name {
            label.push(' ');
            label.push_str(first_name);
        }
        if let Some(rpps) = &self.rpps {
            label.push_str(" (RPPS ");
            label.push_str(rpps);
            label.push(')');
        }
        label
    }
}
