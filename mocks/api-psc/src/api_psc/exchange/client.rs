//! Who calls: the client by its name, and the certificate declared for it.

use banc_core::exchange::CertificateFacts;
use banc_core::observed::api_psc::ObservedApiPsc;
use banc_core::service::Call;

use crate::api_psc::ApiPsc;
use crate::api_psc::denied::Denied;
use crate::cnf;
use crate::config::api_psc::ApiClient;
use crate::form::Form;
use crate::reply::certificate;

impl ApiPsc {
    /// The client, by its name and by the certificate declared for it.
    ///
    /// Source: IG ans.fr.securisation-transport 1.2.0: no secret, the certificate is that of the
    /// client, a difference is an error; the words of the error are inferred.
    pub(super) fn client_of(
        &self,
        call: &Call<'_>,
        form: &Form,
        seen: &mut ObservedApiPsc,
    ) -> Result<(ApiClient, [u8; 32]), Denied> {
        let denied = |reason: String| {
            Denied::oauth(401, "invalid_client", "client authentication failed").because(reason)
        };
        if form.get("client_secret").is_some() || call.request.header("authorization").is_some() {
            seen.quirks.push("secret_inutile".to_owned());
        }
        let Some(client_id) = form.get("client_id") else {
            return Err(denied("no client_id".to_owned()));
        };
        let Some(client) = self.registry.client(client_id) else {
            return Err(denied(format!(
                "client `{client_id}` is not declared: add it to [[api_psc.clients]]"
            )));
        };
        let Some(facts) = certificate(call) else {
            return Err(denied("no client certificate was presented".to_owned()));
        };
        if let Some(distrust) = &facts.distrust {
            return Err(denied(format!("client certificate: {distrust}")));
        }
        if !client.owns(facts) {
            return Err(denied(format!(
                "the certificate {} is not the one declared for `{client_id}`",
                facts.subject
            )));
        }
        let sha256 = cnf::sha256_of(facts)
            .ok_or_else(|| denied("the certificate could not be read".to_owned()))?;
        Ok((client, sha256))
    }
}

/// The certificate of a call, when the bench trusts it.
pub(in crate::api_psc) fn trusted<'a>(call: &Call<'a>) -> Option<&'a CertificateFacts> {
    certificate(call).filter(|facts| facts.distrust.is_none())
}
