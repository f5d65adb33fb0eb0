//! CIBA, as a client in poll mode does it.

use std::time::Duration;

use super::answer::Answer;
use super::{Bench, PROFESSIONAL, RelyingParty, Session};

/// Grant type of a poll. Source: OpenID CIBA Core §10.1.
const GRANT: &str = "urn:openid:params:grant-type:ciba";

/// Parameters of every request, before a test changes them.
pub(crate) const USUAL: [(&str, &str); 5] = [
    ("scope", "openid scope_all"),
    ("acr_values", "eidas1"),
    ("login_hint", PROFESSIONAL),
    ("binding_message", "42"),
    ("channel", "CARD"),
];

impl RelyingParty {
    /// Asks the provider to identify the professional; `changes` replace or add parameters, and
    /// an empty value takes one away.
    pub(crate) async fn ask(&self, changes: &[(&str, &str)]) -> Answer {
        let mut form: Vec<_> = USUAL
            .into_iter()
            .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name))
            .collect();
        form.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
        let url = self
            .published("backchannel_authentication_endpoint")
            .to_owned();
        self.call(&url, &form).await
    }

    /// The identifier of an accepted request, its answer checked. Source: CIBA Core §7.3.
    pub(crate) async fn ask_accepted(&self, changes: &[(&str, &str)]) -> (String, Answer) {
        let accepted = self.ask(changes).await.expect(200);
        let identifier = accepted.text_member("auth_req_id").to_owned();
        let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        assert!(identifier.len() >= 22 && identifier.chars().all(allowed));
        assert!(accepted.body["expires_in"].as_u64().is_some_and(|s| s > 0));
        if !accepted.body["interval"].is_null() {
            assert!(accepted.body["interval"].as_u64().is_some_and(|s| s > 0));
        }
        (identifier, accepted)
    }

    /// Asks once for the tokens of a request.
    pub(crate) async fn poll(&self, identifier: &str) -> Answer {
        self.token(&[("grant_type", GRANT), ("auth_req_id", identifier)])
            .await
    }

    /// Waits for the interval of the test lanes, then asks for the tokens.
    pub(crate) async fn poll_later(&self, bench: &Bench, identifier: &str) -> Answer {
        // One second is the least that the provider can be set to.
        bench.wait(Duration::from_millis(1_050)).await;
        self.poll(identifier).await
    }

    /// Checks the tokens of an approved request, and that they work.
    pub(crate) async fn obtained(&self, bench: &Bench, tokens: Answer) -> Session {
        let tokens = tokens.expect_tokens();
        let session = self.session(bench, None, String::new(), tokens, true).await;
        let info = self.userinfo(session.access_token()).await.expect(200);
        assert_eq!(info.text_member("sub"), session.subject());
        assert_eq!(info.text_member("SubjectNameID"), PROFESSIONAL);
        session
    }
}
