//! The browser brought a whole authorization request to Pro Santé Connect, which accepted it.
//! Source: ANS implementation guide, authorization code flow: `response_type=code`,
//! `scope=openid scope_all`, a declared `redirect_uri`.

use banc_core::observed::psc::{PscAnswer, PscOperation};
use serde::{Deserialize, Serialize};

use super::psc_call::{PscCall, whole_scope, window_calls};
use super::{Judge, Need};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::verdict::Provenance;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationAsked {}

/// What is wrong with a request.
fn wrong(call: &PscCall<'_>) -> Option<&'static str> {
    let Some(asked) = &call.observed.authorization else {
        return Some("elle ne se lit pas");
    };
    if asked.response_type.as_deref() != Some("code") {
        return Some("elle ne demande pas un code (response_type)");
    }
    if !whole_scope(asked.scope.as_deref()) {
        return Some("elle ne demande pas « openid scope_all »");
    }
    if asked.redirect_uri.as_deref().is_none_or(str::is_empty) {
        return Some("elle ne dit pas où revenir (redirect_uri)");
    }
    if !asked.repeated.is_empty() {
        return Some("elle donne un paramètre plusieurs fois");
    }
    let silent = asked.prompt.as_deref() == Some("none");
    match &call.observed.answer {
        // A silent try that finds no session is no fault (OpenID Connect Core §3.1.2.6).
        PscAnswer::Erreur { error, .. } if silent && error == "login_required" => None,
        PscAnswer::Erreur { .. } => Some("Pro Santé Connect la refuse"),
        PscAnswer::Page { page } if page == "erreur" => Some("Pro Santé Connect la refuse"),
        _ => None,
    }
}

impl Judge for AuthorizationAsked {
    fn needs(&self, _facts: &Facts) -> Vec<Need> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts) -> Finding {
        let calls = window_calls(facts);
        let requests: Vec<_> = calls
            .iter()
            .filter(|call| call.is(PscOperation::Autorisation))
            .collect();
        let Some(last) = requests.last() else {
            return Finding::non_concluant(
                "aucun navigateur n'a apporté de demande d'identification à Pro Santé Connect",
            );
        };
        match requests
            .iter()
            .find_map(|call| Some((call, wrong(call)?)))
        {
            Some((call, reason)) => Finding::non_conforme(
                Provenance::Constatee,
                format!("la demande d'identification n'est pas celle qu'attend Pro Santé Connect : {reason}"),
            )
            .with([call.evidence()]),
            None => Finding::conforme(
                Provenance::Constatee,
                "la demande d'identification porte ce que Pro Santé Connect attend, qui l'accepte",
            )
            .with([last.evidence()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use banc_core::observed::psc::AskedAuthorization;

    use super::super::psc_call::tests::call;
    use super::super::sample::Sample;
    use super::*;
    use crate::verdict::Verdict;

    fn verdict(change: impl FnOnce(&mut AskedAuthorization), answer: PscAnswer) -> Verdict {
        let mut asked = AskedAuthorization {
            response_type: Some("code".to_owned()),
            scope: Some("openid scope_all".to_owned()),
            redirect_uri: Some("http://localhost/retour".to_owned()),
            ..AskedAuthorization::default()
        };
        change(&mut asked);
        let mut seen = call(PscOperation::Autorisation, answer);
        seen.authorization = Some(asked);
        let facts = Sample::new().psc(seen, "").facts();
        AuthorizationAsked {}.judge(&facts).verdict
    }

    #[test]
    fn the_request_must_be_whole_and_accepted() {
        let code = || PscAnswer::Code;
        assert_eq!(verdict(|_| {}, code()), Verdict::Conforme);
        assert_eq!(
            verdict(|asked| asked.scope = Some("openid".to_owned()), code()),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|asked| asked.response_type = None, code()),
            Verdict::NonConforme
        );
        assert_eq!(
            verdict(|asked| asked.redirect_uri = None, code()),
            Verdict::NonConforme
        );
        let page = PscAnswer::Page {
            page: "erreur".to_owned(),
        };
        assert_eq!(verdict(|_| {}, page), Verdict::NonConforme);
        let refused = || PscAnswer::Erreur {
            error: "login_required".to_owned(),
            description: None,
        };
        let silent = |asked: &mut AskedAuthorization| asked.prompt = Some("none".to_owned());
        assert_eq!(verdict(silent, refused()), Verdict::Conforme);
        assert_eq!(verdict(|_| {}, refused()), Verdict::NonConforme);
        let nothing = AuthorizationAsked {}.judge(&Sample::new().facts());
        assert_eq!(nothing.verdict, Verdict::NonConcluant);
    }
}
