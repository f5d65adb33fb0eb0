//! The reference base: identities indexed by birth date, by card and by matricule, and the rule
//! that matches a search with them.
//!
//! It is immutable: a change makes another base (see [`crate::state`]).

use std::collections::HashMap;
use std::sync::Arc;

use banc_fixtures::Identity;

/// Traits of a search, as sent.
#[derive(Clone, Copy, Debug)]
pub struct Traits<'a> {
    /// Birth name.
    pub nom: &'a str,
    /// One first name, or all of them joined by a space.
    pub prenom: &'a str,
    /// `M` or `F`.
    pub sexe: &'a str,
    /// `AAAA-MM-JJ`.
    pub date: &'a str,
    /// INSEE code of the birth place, when sent.
    pub lieu: Option<&'a str>,
}

/// The identities of a base.
#[derive(Clone, Debug, Default)]
pub struct Base {
    identities: Vec<Arc<Identity>>,
    by_date: HashMap<Box<str>, Vec<u32>>,
    by_card: HashMap<Box<str>, Vec<u32>>,
    by_numero: HashMap<Box<str>, Vec<u32>>,
}

impl Base {
    /// A base of these identities; of two with the same `id`, the later one stays.
    pub fn new(identities: impl IntoIterator<Item = Arc<Identity>>) -> Self {
        let mut base = Self::default();
        for identity in identities {
            match base
                .identities
                .iter_mut()
                .find(|known| known.id == identity.id)
            {
                Some(known) => *known = identity,
                None => base.identities.push(identity),
            }
        }
        for (at, identity) in (0_u32..).zip(&base.identities) {
            let file = |index: &mut HashMap<Box<str>, Vec<u32>>, key: &str| {
                index.entry(key.into()).or_default().push(at);
            };
            file(&mut base.by_date, &identity.date_naissance);
            if let Some(card) = &identity.carte {
                file(&mut base.by_card, &card.ouvrant_droit);
            }
            if let Some(matricule) = &identity.matricule {
                file(&mut base.by_numero, &matricule.numero);
            }
        }
        base
    }

    /// Every identity, in order.
    pub fn identities(&self) -> &[Arc<Identity>] {
        &self.identities
    }

    /// The identity of that name.
    pub fn by_id(&self, id: &str) -> Option<&Arc<Identity>> {
        self.identities.iter().find(|identity| identity.id == id)
    }

    /// Identities that match a search by traits: name, sex and date equal, the first name being one
    /// of the birth first names or their whole list, the place equal when both sides have it.
    ///
    /// Source: inferred from the order of calls coded by two clients and from CNDA tests 2.03 to
    /// 2.08; the strictness of the name is told by the FAQ of the requirements.
    pub fn find<'b>(&'b self, traits: Traits<'b>) -> impl Iterator<Item = &'b Arc<Identity>> {
        self.filed(&self.by_date, traits.date)
            .filter(move |identity| matches(identity, &traits))
    }

    /// Identities carried by the card of this holder.
    pub fn on_card(&self, ouvrant_droit: &str) -> impl Iterator<Item = &Arc<Identity>> {
        self.filed(&self.by_card, ouvrant_droit)
    }

    /// Identities whose active matricule has these thirteen characters.
    pub fn by_numero(&self, numero: &str) -> impl Iterator<Item = &Arc<Identity>> {
        self.filed(&self.by_numero, numero)
    }

    fn filed<'b>(
        &'b self,
        index: &'b HashMap<Box<str>, Vec<u32>>,
        key: &str,
    ) -> impl Iterator<Item = &'b Arc<Identity>> + use<'b> {
        index
            .get(key)
            .into_iter()
            .flatten()
            .map(|at| &self.identities[*at as usize])
    }
}

/// Whether an identity matches; see [`Base::find`].
pub fn matches(identity: &Identity, traits: &Traits<'_>) -> bool {
    identity.nom_naissance == traits.nom
        && identity.sexe == traits.sexe
        && identity.date_naissance == traits.date
        && (identity.prenoms == traits.prenom
            || identity.prenoms.split(' ').any(|one| one == traits.prenom))
        && match (traits.lieu, &identity.lieu_naissance) {
            (Some(asked), Some(known)) => asked == known,
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(prenom: &str, lieu: Option<&str>) -> Vec<String> {
        let base = Base::new(
            banc_fixtures::identities()
                .all
                .iter()
                .cloned()
                .map(Arc::new),
        );
        let traits = Traits {
            nom: "MOREAU",
            prenom,
            sexe: "F",
            date: "1985-05-15",
            lieu,
        };
        base.find(traits)
            .map(|identity| identity.id.clone())
            .collect()
    }

    #[test]
    fn a_first_name_or_their_whole_list_matches_and_the_place_narrows() {
        assert_eq!(found("CAMILLE", None).len(), 3);
        assert_eq!(found("CAMILLE LOUISE", None).len(), 2);
        assert_eq!(
            found("CAMILLE LOUISE", Some("44109")),
            ["banc-homonyme-nantes"]
        );
        assert_eq!(found("ROSE", None), ["banc-homonyme-rose"]);
        assert!(found("LOUISE CAMILLE", None).is_empty());
        assert!(found("CAM", None).is_empty());
    }

    #[test]
    fn the_later_of_two_with_the_same_id_stays() {
        let first = banc_fixtures::identities()
            .by_id("adrun-zoe")
            .unwrap()
            .clone();
        let second = Identity {
            nom_naissance: "AUTRE".into(),
            ..first.clone()
        };
        let base = Base::new([Arc::new(first), Arc::new(second)]);
        assert_eq!(base.identities().len(), 1);
        assert_eq!(base.by_id("adrun-zoe").unwrap().nom_naissance, "AUTRE");
    }
}
