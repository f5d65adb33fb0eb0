//! The parameters of a token exchange, and the scopes that a client may ask for.

use banc_core::observed::api_psc::ObservedApiPsc;
use banc_core::service::Call;

use super::actor::actor_checked;
use super::{ACCESS_TOKEN, GRANT_TYPE, JWT};
use crate::api_psc::ApiPsc;
use crate::api_psc::denied::Denied;
use crate::config::api_psc::ApiClient;
use crate::form::Form;

/// A request whose parameters are in order.
pub(super) struct Asked<'a> {
    pub(super) subject_token: &'a str,
    pub(super) scope: &'a str,
}

impl ApiPsc {
    pub(super) fn parameters<'a>(
        &self,
        form: &'a Form,
        seen: &mut ObservedApiPsc,
    ) -> Result<Asked<'a>, Denied> {
        match form.get("grant_type") {
            Some(GRANT_TYPE) => {}
            None => return Err(missing("grant_type")),
            Some(_) => {
                return Err(Denied::oauth(
                    400,
                    "unsupported_grant_type",
                    "Unsupported grant_type",
                ));
            }
        }
        let subject_token = form
            .get("subject_token")
            .ok_or_else(|| missing("subject_token"))?;
        match form.get("subject_token_type") {
            Some(ACCESS_TOKEN | JWT) => {}
            None => return Err(missing("subject_token_type")),
            Some(_) => return Err(invalid("subject_token_type")),
        }
        // Source: RFC 8693 §2.1.
        if !matches!(
            form.get("requested_token_type"),
            None | Some(ACCESS_TOKEN | JWT)
        ) {
            return Err(invalid("requested_token_type"));
        }
        match (form.get("actor_token"), form.get("actor_token_type")) {
            (None, None) => {}
            (Some(token), Some(JWT)) => actor_checked(token, seen)?,
            (Some(_), None) => return Err(missing("actor_token_type")),
            _ => return Err(invalid("actor_token_type")),
        }
        let exchange = &self.config.echange;
        if let Some(issuer) = form.get("subject_issuer")
            && !exchange.emetteurs_sujet.iter().any(|known| known == issuer)
        {
            return Err(invalid("subject_issuer"));
        }
        let stranger = form
            .all("audience")
            .find(|audience| !exchange.audiences.iter().any(|known| known == audience));
        if !exchange.audiences.is_empty() && stranger.is_some() {
            return Err(Denied::oauth(400, "invalid_target", "Audience not found"));
        }
        // Source: the IG makes the scope mandatory.
        let scope = form.get("scope").ok_or_else(|| missing("scope"))?;
        Ok(Asked {
            subject_token,
            scope,
        })
    }
}

/// The form of a call, each parameter given once.
pub(super) fn read_form(call: &Call<'_>) -> Result<Form, Denied> {
    let content_type = call.request.header("content-type").unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Denied::oauth(
            400,
            "invalid_request",
            "the body must be application/x-www-form-urlencoded",
        ));
    }
    let form = Form::read(&call.request.body.bytes);
    match form.repeated() {
        Some(name) => {
            let reason = format!("duplicated parameter: {name}");
            Err(Denied::oauth(400, "invalid_request", "duplicated parameter").because(reason))
        }
        None => Ok(form),
    }
}

/// Source of the check: IG (scopes × Client_ID_AS); of the code: RFC 6749 §5.2.
pub(super) fn scopes_allowed(scope: &str, client: &ApiClient) -> Result<(), Denied> {
    let stranger = scope
        .split_ascii_whitespace()
        .find(|asked| !client.portees.iter().any(|known| known == asked));
    match stranger {
        None => Ok(()),
        Some(stranger) => {
            let reason = format!(
                "scope `{stranger}` is not among those of `{}`: {:?}",
                client.client_id, client.portees
            );
            let description = format!("Invalid scopes: {scope}");
            Err(Denied::oauth(400, "invalid_scope", description).because(reason))
        }
    }
}

pub(super) fn missing(parameter: &str) -> Denied {
    Denied::oauth(
        400,
        "invalid_request",
        format!("Missing parameter: {parameter}"),
    )
}

pub(super) fn invalid(parameter: &str) -> Denied {
    Denied::oauth(
        400,
        "invalid_request",
        format!("Invalid parameter: {parameter}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scope_must_be_one_of_the_client() {
        let client = ApiClient {
            client_id: "c".to_owned(),
            portees: vec!["insi".to_owned(), "apipsc".to_owned()],
            ..ApiClient::default()
        };
        assert!(scopes_allowed("insi apipsc", &client).is_ok());
        let denied = scopes_allowed("insi dmp", &client).unwrap_err();
        assert_eq!(denied.error, "invalid_scope");
        assert!(denied.reason.unwrap().contains("`dmp`"));
    }
}
