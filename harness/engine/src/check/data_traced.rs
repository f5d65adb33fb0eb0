//! After a code 00 the journal keeps what INSi returned: matricule, OID, INS history, strict
//! traits. Source: `INS/va1.35`.

use banc_contract::answer::TracedCall;
use banc_contract::{Matricule, Question};
use serde::{Deserialize, Serialize};

use super::reading::{last_found, traced_calls};
use super::traits_fields::{STRICT, label, shown, value};
use super::{Judge, Need, resultat};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataTraced {}

impl Judge for DataTraced {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        vec![Need::Ask(Question::CallJournal {})]
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let call = match last_found(facts) {
            Ok(call) => call,
            Err(finding) => return finding,
        };
        let body = call
            .exchange
            .response
            .as_ref()
            .map(|answer| answer.body.bytes.clone());
        let Some(returned) = body.and_then(|bytes| resultat::read(&bytes)) else {
            return Finding::non_concluant("la réponse d'INSi n'est plus lisible dans le journal")
                .with([call.evidence()]);
        };
        let traced = match traced_calls(facts) {
            Ok(traced) => traced,
            Err(finding) => return finding,
        };
        let entry = traced
            .value
            .iter()
            .rev()
            .find(|entry| entry.code.as_deref() == Some("00"));
        let missing = match entry {
            None => Some("aucune ligne de code « 00 »".to_owned()),
            Some(entry) => missing(entry, &returned),
        };
        match missing {
            Some(what) => Finding::non_conforme(
                Provenance::Declaree,
                format!("le journal devait garder tout ce qu'INSi a rendu : {what}"),
            ),
            None => Finding::conforme(
                Provenance::Declaree,
                "le journal garde le matricule, l'OID, l'historique et les traits rendus par INSi",
            ),
        }
        .with([traced.evidence(), call.evidence()])
    }
}

fn missing(entry: &TracedCall, returned: &resultat::Resultat) -> Option<String> {
    let same =
        |kept: &Matricule, sent: &Matricule| kept.numero == sent.numero && kept.oid == sent.oid;
    match (&entry.matricule, &returned.actif) {
        (Some(kept), Some(sent)) if same(kept, sent) => {}
        (None, _) => return Some("matricule et OID absents".to_owned()),
        _ => return Some("matricule ou OID différents de ceux d'INSi".to_owned()),
    }
    let (kept, sent) = (&entry.historique_ins, &returned.historique);
    if kept.len() != sent.len() || !kept.iter().zip(sent).all(|(kept, sent)| same(kept, sent)) {
        return Some(format!(
            "historique INS de {} élément(s) au lieu de {}, ou différent",
            kept.len(),
            sent.len()
        ));
    }
    let Some(traits) = &entry.traits else {
        return Some("traits absents".to_owned());
    };
    STRICT.into_iter().find_map(|field| {
        let sent = value(&returned.traits, field)?;
        let kept = value(traits, field);
        (kept != Some(sent)).then(|| {
            format!(
                "« {} » devait être {}, il est {}",
                label(field),
                shown(Some(sent)),
                shown(kept)
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use banc_contract::{Answer, Outcome};
    use banc_core::observed::insi::InsiOperation;

    use super::super::call_traced::tests::traced;
    use super::super::sample::{Sample, answered, found_body, matricule, traits};
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(call: TracedCall) -> Verdict {
        let facts = Sample::new()
            .saw(Question::CallJournal {}, Answer::Appels(Vec::new()))
            .call(answered(InsiOperation::RechercheTraits, "00"), found_body())
            .act(Outcome::Fait(Box::default()))
            .saw(Question::CallJournal {}, Answer::Appels(vec![call]))
            .facts();
        DataTraced {}.judge(&facts).verdict
    }

    #[test]
    fn everything_returned_must_be_kept() {
        let whole = || TracedCall {
            traits: Some(traits()),
            matricule: Some(matricule()),
            ..traced("00")
        };
        assert_eq!(verdict(whole()), Verdict::Conforme);
        assert_eq!(
            verdict(TracedCall {
                traits: None,
                ..whole()
            }),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(TracedCall {
                matricule: None,
                ..whole()
            }),
            Verdict::NonConforme
        );
        let invented = TracedCall {
            historique_ins: vec![matricule()],
            ..whole()
        };
        assert_eq!(verdict(invented), Verdict::NonConforme);
        let other = TracedCall {
            code: Some("01".to_owned()),
            ..whole()
        };
        assert_eq!(verdict(other), Verdict::NonConforme);
        let nothing = DataTraced {}.judge(&Sample::new().facts());
        assert_eq!(nothing.verdict, Verdict::NonConcluant);
    }
}
