//! A stack for one test, and a plain client of its management API.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use banc_core::pki::ClientKind;
use banc_core::seed::Seed;
use banc_core::tls::{TlsVersions, client_config};
use banc_server::{JournalSummary, LaneHandle, ServerError, Stack, StackConfig};
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

/// Longest that a test waits for anything.
pub(crate) const DEADLINE: Duration = Duration::from_secs(10);

/// A stack over an authority and a run folder of its own.
pub(crate) struct Bench {
    pub(crate) stack: Stack,
    pub(crate) client: Client,
    folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn start(config: &str) -> Self {
        Self::try_start(config).unwrap()
    }

    pub(crate) fn try_start(config: &str) -> Result<Self, ServerError> {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let mut config = StackConfig::from_toml(config)?;
        config.pki.directory = folder.path().join("autorite");
        let stack = Stack::start(config, Seed(42), Some(folder.path().join("execution")))?;
        Ok(Self {
            stack,
            client: Client::builder().no_proxy().build().unwrap(),
            folder,
        })
    }

    /// Where the journal is written.
    pub(crate) fn run_folder(&self) -> PathBuf {
        self.folder.path().join("execution")
    }

    /// A client that trusts the authority, with that certificate.
    pub(crate) fn tls_client(&self, kind: Option<ClientKind>) -> Client {
        let identity = kind.map(|kind| self.stack.authority().client(kind).unwrap());
        let pem = self.stack.client_material().unwrap().authorities_pem;
        let tls = client_config(&pem, identity.as_ref(), TlsVersions::Both).unwrap();
        let tls = Arc::unwrap_or_clone(tls);
        Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(tls)
            .build()
            .unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!(
            "{}{}",
            self.stack.management_url(),
            path.trim_start_matches('/')
        )
    }

    /// Asks the management API; the body of the answer is `Null` when it is no JSON.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.client.request(method, self.url(path));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, value) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {value}");
        value
    }

    /// A raw request to the management API, for what [`Bench::ask`] cannot say.
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// The refusal of a request: its status and message.
    pub(crate) async fn refused(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (u16, String) {
        let (status, value) = self.ask(method, path, body).await;
        let message = value["erreur"]
            .as_str()
            .unwrap_or_else(|| panic!("{path}: {status} {value}"));
        (status.as_u16(), message.to_owned())
    }

    pub(crate) async fn finish(&self) -> JournalSummary {
        self.stack.finish(DEADLINE).await.unwrap()
    }
}

/// A search by traits of Zoé Adrun, by the official shape.
pub(crate) fn search(prenom: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing">
<s:Header>
<b:ContexteBAM xmlns:b="urn:siram:bam:ctxbam" Nature="CTXBAM" Version="01_02"><b:Id>c1a2ff23-fc05-4bd1-b500-1ec7d3178f1c</b:Id><b:Temps>2026-01-15T09:30:00.000Z</b:Temps><b:Emetteur>1999999999</b:Emetteur><b:COUVERTURE/></b:ContexteBAM>
<l:ContexteLPS xmlns:l="urn:siram:lps:ctxlps" Nature="CTXLPS" Version="01_00"><l:Id>01f21998-e842-46e9-b4ea-99c15de82e65</l:Id><l:Temps>2026-01-15T09:30:00.000Z</l:Temps><l:Emetteur>1999999999</l:Emetteur><l:LPS><l:IDAM R="4">AAA17NF00AA0</l:IDAM><l:Version>1.0</l:Version><l:Instance>b3549edd-4ae9-472a-b26f-fd2fb4ef397f</l:Instance><l:Nom>urn:lps:DEMO:1.0</l:Nom></l:LPS></l:ContexteLPS>
<w:Action>{action}</w:Action><w:MessageID>uuid:e1825f06-58e9-42da-8829-1f199c99f2a8</w:MessageID>
</s:Header>
<s:Body><i:RECSANSVITALE xmlns:i="http://www.cnamts.fr/INSiRecSans"><i:NomNaissance>ADRUN</i:NomNaissance><i:Prenom>{prenom}</i:Prenom><i:Sexe>F</i:Sexe><i:DateNaissance>1975-12-31</i:DateNaissance></i:RECSANSVITALE></s:Body></s:Envelope>"#,
        action = banc_insi::ACTION_TRAITS
    )
}

/// Searches on a front; gives the status and the answer's text.
pub(crate) async fn search_on(
    client: &Client,
    lane: &LaneHandle,
    front: &str,
    prenom: &str,
) -> (u16, String) {
    let response = client
        .post(&lane.endpoints()[front])
        .header(
            "content-type",
            format!(
                "application/soap+xml; charset=utf-8; action=\"{}\"",
                banc_insi::ACTION_TRAITS
            ),
        )
        .body(search(prenom))
        .send()
        .await
        .unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}
