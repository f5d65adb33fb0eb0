//! No token of Pro Santé Connect is left in what the software keeps on this machine.
//! Source: `SC.MSS/CONF.28`: the access token is never stored for good. The bench reads the files
//! itself; which files they are is the software's word. Files that nobody wrote during the scenario may
//! not be those of the software: it signed in, and out.

use banc_contract::{Answer, Question};
use serde::{Deserialize, Serialize};

use super::reading::{answer_before, answer_now, wrong_shape};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::{Evidence, Finding};
use crate::storage::StorageSearch;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensNotKept {}

fn is_storage(question: &Question) -> bool {
    matches!(question, Question::Storage {})
}

/// Why a search that found nothing proves nothing, or not enough.
fn doubt(search: &StorageSearch) -> Option<Finding> {
    let nothing = |message: &str| Some(Finding::non_concluant(message));
    if search.tokens == 0 {
        return nothing("aucun jeton n'a été donné : il n'y a rien à chercher");
    }
    if search.named == 0 {
        return nothing("le logiciel dit ne rien garder sur ce poste : il n'y a rien à fouiller");
    }
    if search.existing == 0 || search.files == 0 {
        return nothing("aucun des emplacements nommés par le logiciel n'a de fichier à lire");
    }
    if search.bytes == 0 {
        return nothing("les fichiers nommés par le logiciel sont vides");
    }
    None
}

impl Judge for TokensNotKept {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Storage]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let what = "stockage du logiciel";
        let seen = match answer_now(facts, what, is_storage) {
            Ok(seen) => seen,
            Err(finding) => return finding,
        };
        let Answer::Stockage(_) = seen.value else {
            return wrong_shape(seen.index, what);
        };
        let acts = facts.record.acts.len();
        let Some(search) = facts
            .record
            .searches
            .iter()
            .rfind(|search| search.after_acts == acts)
        else {
            return Finding::non_concluant("le stockage du logiciel n'a pas été fouillé")
                .with([seen.evidence()]);
        };
        let evidence: Vec<Evidence> = vec![seen.evidence()];
        if !search.found.is_empty() {
            let mut files: Vec<&String> = search.found.iter().map(|found| &found.file).collect();
            files.dedup();
            return Finding::non_conforme(
                Provenance::Constatee,
                format!(
                    "des jetons de Pro Santé Connect restent dans {} fichier(s) du logiciel",
                    files.len()
                ),
            )
            .with(evidence);
        }
        if let Some(finding) = doubt(search) {
            return finding.with(evidence);
        }
        // The control: before the action too, the software named something that exists.
        if !matches!(
            answer_before(facts, what, is_storage).map(|before| before.value),
            Ok(Answer::Stockage(paths)) if !paths.is_empty()
        ) {
            return Finding::non_concluant(
                "le logiciel n'avait nommé aucun emplacement avant l'action",
            )
            .with(evidence);
        }
        let finding = Finding::conforme(
            Provenance::Constatee,
            "aucun jeton de Pro Santé Connect n'est lisible dans les fichiers du logiciel",
        )
        .with(evidence);
        if search.truncated || search.unread > 0 {
            finding.capped("une partie des fichiers n'a pas pu être lue")
        } else if !search.written {
            finding.capped(
                "aucun des fichiers nommés n'a été écrit pendant le scénario : sont-ils ceux du logiciel ?",
            )
        } else {
            finding
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_contract::Outcome;

    use super::super::sample::Sample;
    use super::*;
    use crate::storage::FoundToken;
    use crate::token::TokenKind;
    use crate::verdict::Verdict;

    fn sound() -> StorageSearch {
        StorageSearch {
            after_acts: 1,
            named: 1,
            existing: 1,
            files: 2,
            bytes: 10,
            written: true,
            tokens: 3,
            ..StorageSearch::default()
        }
    }

    fn verdict(before: Vec<String>, search: Option<StorageSearch>) -> Verdict {
        let paths = || Answer::Stockage(vec!["/x".to_owned()]);
        let facts = Sample::new()
            .saw(Question::Storage {}, Answer::Stockage(before))
            .act(Outcome::Fait(Box::default()))
            .saw(Question::Storage {}, paths())
            .with(|record| record.searches.extend(search))
            .facts();
        TokensNotKept {}.judge(&facts).verdict
    }

    #[test]
    fn a_token_that_stays_is_found_and_a_search_of_nothing_proves_nothing() {
        let named = || vec!["/x".to_owned()];
        assert_eq!(verdict(named(), Some(sound())), Verdict::Conforme);
        let mut kept = sound();
        kept.found.push(FoundToken {
            file: "/x/etat".to_owned(),
            kind: TokenKind::Acces,
            form: "clair".to_owned(),
        });
        assert_eq!(verdict(named(), Some(kept)), Verdict::NonConforme);
        assert_eq!(verdict(named(), None), Verdict::NonConcluant);
        assert_eq!(verdict(Vec::new(), Some(sound())), Verdict::NonConcluant);
        for change in [
            |search: &mut StorageSearch| search.tokens = 0,
            |search: &mut StorageSearch| search.named = 0,
            |search: &mut StorageSearch| search.existing = 0,
            |search: &mut StorageSearch| search.files = 0,
            |search: &mut StorageSearch| search.bytes = 0,
        ] {
            let mut search = sound();
            change(&mut search);
            assert_eq!(verdict(named(), Some(search)), Verdict::NonConcluant);
        }
        let mut foreign = sound();
        foreign.written = false;
        assert_eq!(verdict(named(), Some(foreign)), Verdict::ARevoir);
        let mut partial = sound();
        partial.unread = 1;
        assert_eq!(verdict(named(), Some(partial)), Verdict::ARevoir);
    }
}
