//! Pro Santé Connect as a service of the bench: methods, paths, and what each leads to.

use banc_core::exchange::Request;
use banc_core::observed::Observed;
use banc_core::observed::psc::PscAnswer;
use banc_core::service::{Answer, Call, Service, UNKNOWN_OPERATION};

use crate::address::{self, Place};
use crate::discovery::{self, Edition};
use crate::parameters::Parameters;
use crate::psc::Psc;
use crate::reading::{self, OPERATIONS};
use crate::reply::{self, Denied};
use crate::turn::Turn;
use crate::variation::{self, DECOUVERTE_ANCIENNE};
use crate::{authorization, ciba, ecps, grant, introspection, login, logout, refusal, revocation};

impl Service for Psc {
    fn name(&self) -> &'static str {
        "psc"
    }

    fn body_limit(&self) -> usize {
        self.config().corps_max
    }

    fn classify(&self, request: &Request) -> &'static str {
        let place = self.place(request);
        let parameters = if place == Place::Token {
            Parameters::of_form(request)
        } else {
            Parameters::default()
        };
        let operation = reading::operation(place, &parameters);
        operation
            .and_then(|operation| OPERATIONS.iter().find(|(known, _)| *known == operation))
            .map_or(UNKNOWN_OPERATION, |(_, name)| name)
    }

    fn answer(&self, call: &Call<'_>) -> Answer {
        self.learn(call.clock);
        let place = self.place(call.request);
        let turn = Turn::new(self, call, reading::read(call, place));
        if let Some(allowed) = wrong_method(place, &call.request.method) {
            return method_refused(turn, allowed);
        }
        serve(turn, place)
    }

    fn witness(&self, call: &Call<'_>) -> Option<Observed> {
        self.learn(call.clock);
        let seen = reading::read(call, self.place(call.request)).seen;
        Some(Observed::Psc(Box::new(seen)))
    }

    fn too_large(&self, call: &Call<'_>) -> Answer {
        let place = self.place(call.request);
        let turn = Turn::new(self, call, reading::read(call, place));
        let reason = format!(
            "corps de plus de {} octets, ou interrompu",
            self.config().corps_max
        );
        turn.finish(Err(Denied::new(
            413,
            "invalid_request",
            "Request entity too large",
        )
        .because(reason)))
    }

    fn operations(&self) -> Vec<&'static str> {
        OPERATIONS.iter().map(|(_, name)| *name).collect()
    }

    fn refusals(&self) -> Vec<&'static str> {
        refusal::codes()
    }

    fn variations(&self) -> Vec<&'static str> {
        variation::ALL
            .iter()
            .map(|variation| variation.name)
            .collect()
    }
}

impl Psc {
    fn place(&self, request: &Request) -> Place {
        address::place(request, &self.config().page_ecps)
    }
}

/// The methods of a place, when that one is not among them.
fn wrong_method(place: Place, method: &str) -> Option<&'static str> {
    let allowed = match place {
        Place::WalletDiscovery | Place::Discovery | Place::Jwks | Place::Portal => "GET",
        Place::Token | Place::Introspection | Place::Revocation | Place::Ciba => "POST",
        Place::Authorization | Place::Login | Place::UserInfo | Place::Logout | Place::Ecps => {
            "GET, POST"
        }
        Place::Nowhere => return None,
    };
    let known = allowed.split(", ").any(|known| known == method);
    (!known).then_some(allowed)
}

fn method_refused(turn: Turn<'_>, allowed: &str) -> Answer {
    let reason = format!("méthode refusée : {}", turn.call.request.method);
    let denied = Denied::new(405, "invalid_request", "HTTP 405 Method Not Allowed");
    let mut answer = turn.finish(Err(denied.because(reason)));
    answer.headers.push(("allow", allowed.to_owned()));
    answer
}

fn serve(mut turn: Turn<'_>, place: Place) -> Answer {
    let answer = match place {
        Place::WalletDiscovery => document(&mut turn, Edition::Wallet),
        Place::Discovery => document(&mut turn, Edition::Native),
        Place::Jwks => keys(&mut turn),
        Place::Authorization => Ok(authorization::authorize(&mut turn)),
        Place::Login => Ok(login::answer(&mut turn)),
        Place::Token => grant::answer(&mut turn),
        Place::UserInfo => crate::userinfo::answer(&mut turn),
        Place::Introspection => introspection::answer(&mut turn),
        Place::Revocation => revocation::answer(&mut turn),
        Place::Logout => logout::answer(&mut turn),
        Place::Ciba => ciba::answer(&mut turn),
        Place::Ecps => Ok(ecps::answer(&mut turn)),
        Place::Portal => Ok(ecps::portal(&mut turn)),
        Place::Nowhere => Err(Denied::new(404, "invalid_request", "HTTP 404 Not Found")
            .because("chemin inconnu, ou annoncé par le document sans être simulé")),
    };
    turn.finish(answer)
}

fn document(turn: &mut Turn<'_>, edition: Edition) -> Result<Answer, Denied> {
    turn.planned()?;
    turn.seen.answer = PscAnswer::Reussite;
    let older = turn.asked.has(DECOUVERTE_ANCIENNE);
    let document = discovery::document(turn.psc.addresses(), edition, older);
    Ok(reply::json(200, &document))
}

fn keys(turn: &mut Turn<'_>) -> Result<Answer, Denied> {
    turn.planned()?;
    turn.seen.answer = PscAnswer::Reussite;
    let rotation = turn.lock().rotation;
    Ok(reply::json(
        200,
        &discovery::jwks(turn.psc.keys(), rotation),
    ))
}
