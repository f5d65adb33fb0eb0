//! Sign-in without a browser: the professional answers on his phone or by his card, while two digits on
//! the screen tell him that the request is this one. By CIBA, or through a Proxy e-Santé.

use std::sync::Arc;
use std::time::{Duration, Instant};

use banc_contract::{Done, SignInMode};

use super::Practice;
use super::reconcile::Identified;
use super::session::Held;
use super::sign_in::{SignInWish, identified};
use crate::defauts::Defect;
use crate::identity::Refusal;
use crate::psc::ciba::{CibaWish, draw_code};
use crate::psc::person::rpps_of;
use crate::psc::{Person, PscFailure};

/// Kept to answer the user.
const MARGIN: Duration = Duration::from_millis(300);

impl Practice {
    /// Asks, shows the code, waits, and opens the session.
    pub(super) async fn sign_in_by_phone(
        self: &Arc<Self>,
        wish: &SignInWish,
        deadline: Instant,
    ) -> Result<Done, Refusal> {
        let code = draw_code();
        let shown = (!self.defects.has(Defect::CibaSansCode)).then(|| code.clone());
        if let Some(shown) = &shown {
            self.show(Some(format!(
                "Validez la connexion sur votre e-CPS ou avec votre carte. Code à reconnaître : {shown}."
            )));
        }
        let answered = match wish.mode {
            SignInMode::Proxy => self.by_proxy(wish, &code, deadline).await,
            SignInMode::Ciba | SignInMode::Navigateur => self.by_ciba(wish, &code, deadline).await,
        };
        let mut done = match answered {
            Ok(arrival) => self.receive(arrival)?,
            Err(failure) => {
                let refusal = self.sign_in_failed(&failure);
                let mute = failure.is_refusal() && self.defects.has(Defect::CibaRefusMuet);
                return Err(if mute { Refusal::new("") } else { refusal });
            }
        };
        done.code_affiche = shown;
        Ok(done)
    }

    async fn by_ciba(
        &self,
        wish: &SignInWish,
        code: &str,
        deadline: Instant,
    ) -> Result<Identified, PscFailure> {
        let client = self.psc_client()?;
        let asked = CibaWish {
            national_id: &wish.national_id,
            code,
            channel: wish.channel,
        };
        let request = client.ask_ciba(&asked, deadline).await?;
        let signed = client.await_ciba(request, deadline).await?;
        if signed.person.national_id != wish.national_id {
            return Err(PscFailure::NotBelieved(
                "un autre professionnel que celui demandé a répondu".to_owned(),
            ));
        }
        Ok(identified(signed, SignInMode::Ciba, None))
    }

    /// The proxy tells nothing of the person but that he is who was asked.
    async fn by_proxy(
        &self,
        wish: &SignInWish,
        code: &str,
        deadline: Instant,
    ) -> Result<Identified, PscFailure> {
        let proxy = self.psc.proxy.as_ref().ok_or_else(|| {
            PscFailure::NotConfigured("aucun Proxy e-Santé n'est donné".to_owned())
        })?;
        let held = self.state().proxy_session_of(&wish.national_id);
        let session = proxy
            .connect(
                &wish.national_id,
                code,
                wish.channel,
                held.as_ref(),
                deadline.checked_sub(MARGIN).unwrap_or(deadline),
            )
            .await?;
        Ok(Identified {
            person: Person {
                sub: None,
                rpps: rpps_of(&wish.national_id),
                national_id: wish.national_id.clone(),
                family_name: String::new(),
                given_name: String::new(),
            },
            mode: SignInMode::Proxy,
            browser: None,
            held: Held::Proxy(session),
        })
    }
}
