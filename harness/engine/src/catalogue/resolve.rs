//! From the ANS's identifiers and the waves to our catalogue numbers, before selection.

use std::collections::BTreeSet;

use banc_core::nearest::nearest;

use super::{Alors, Catalogue};

/// A tag that looks like an identifier of the catalogue and is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no exigence, scénario or preuve {atom} in the catalogue{}", near.as_ref().map_or_else(String::new, |near| format!("; nearest: {near}")))]
pub struct UnknownAtom {
    /// The atom, without `@`.
    pub atom: String,
    /// The nearest identifier known.
    pub near: Option<String>,
}

impl Catalogue {
    /// The catalogue numbers behind an atom of a tag expression such as `@INS/va1.38`,
    /// `@INS/va1.38.02` or `@INS/va1.38.02.01`.
    ///
    /// `Ok(None)` when the atom is a tag like any other (it holds no `/`). An exigence that no
    /// scenario tests resolves to the empty set.
    pub fn resolve(&self, atom: &str) -> Result<Option<BTreeSet<String>>, UnknownAtom> {
        let id = atom.strip_prefix('@').unwrap_or(atom);
        if !id.contains('/') {
            return Ok(None);
        }
        let mut known = false;
        let mut numbers = BTreeSet::new();
        for exigence in self.exigences() {
            known |= exigence.id == id;
            for scenario in &exigence.scenario {
                known |= scenario.id == id;
                for preuve in &scenario.preuve {
                    known |= preuve.id == id;
                    if [&exigence.id, &scenario.id, &preuve.id].contains(&&id.to_owned()) {
                        numbers.extend(self.supporters(&preuve.id).map(str::to_owned));
                    }
                }
            }
        }
        if known {
            Ok(Some(numbers))
        } else {
            Err(UnknownAtom {
                atom: id.to_owned(),
                near: self.nearest_id(id),
            })
        }
    }

    /// The numbers of the scenarios that support at least one exigence of a wave.
    pub fn wave(&self, wave: u8) -> BTreeSet<String> {
        self.scenarios()
            .filter(|map| {
                map.alors
                    .iter()
                    .flat_map(Alors::preuves)
                    .filter_map(|preuve| self.owner(preuve))
                    .any(|(exigence, _)| exigence.vague == wave)
            })
            .map(|map| map.numero.clone())
            .collect()
    }

    fn nearest_id(&self, id: &str) -> Option<String> {
        let known = self.exigences().iter().flat_map(|exigence| {
            let scenarios = exigence.scenario.iter().map(|scenario| &scenario.id);
            std::iter::once(&exigence.id)
                .chain(scenarios)
                .chain(exigence.preuves().map(|preuve| &preuve.id))
        });
        nearest(id, known.map(String::as_str)).map(str::to_owned)
    }
}
