//! The simulated time: read it, move it.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::failure::{Erreur, Failure};
use crate::Stack;

/// Furthest that the clock may be moved at once: beyond, dates leave the calendar.
const FURTHEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 100);

/// L'heure du banc.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Horloge {
    /// Heure simulée, RFC 3339, celle que les services écrivent.
    simulee: String,
    /// Heure réelle, celle des certificats.
    reelle: String,
    /// Avance de l'heure simulée, en millisecondes ; négative pour un retard.
    avance_ms: i64,
}

/// De combien avancer l'heure simulée.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Avance {
    /// Durée avec son unité, p. ex. `"210 days"`, `"1.5s"`, `"-1h"` ; négative pour reculer.
    #[schema(example = "20min")]
    duree: String,
}

fn read(stack: &Stack) -> Horloge {
    let clock = stack.clock();
    Horloge {
        simulee: clock.now().to_string(),
        reelle: clock.wall().to_string(),
        avance_ms: i64::try_from(clock.offset().as_millis()).unwrap_or(i64::MAX),
    }
}

/// L'heure du banc.
#[utoipa::path(get, path = "/horloge", tag = "horloge", responses(
    (status = 200, description = "Heure", body = Horloge),
))]
pub(super) async fn lire(State(state): State<super::State>) -> Result<Json<Horloge>, Failure> {
    Ok(Json(read(&state.stack()?)))
}

/// Avance l'heure simulée, pour toutes les voies. Celle du logiciel ne bouge pas.
#[utoipa::path(post, path = "/horloge/avancer", tag = "horloge", request_body = Avance, responses(
    (status = 200, description = "Nouvelle heure", body = Horloge),
    (status = 422, description = "Durée inutilisable", body = Erreur),
))]
pub(super) async fn avancer(
    State(state): State<super::State>,
    body: Result<Json<Avance>, JsonRejection>,
) -> Result<Json<Horloge>, Failure> {
    let Json(asked) = body?;
    let stack = state.stack()?;
    let by = duration(&asked.duree)?;
    let ahead = stack.clock().offset().checked_add(by);
    if ahead.is_none_or(|ahead| ahead.abs() > FURTHEST) {
        let message = "the simulated time may be moved by a hundred years at most";
        return Err(Failure::unprocessable(message));
    }
    stack.advance_clock(by);
    Ok(Json(read(&stack)))
}

/// A duration with its unit and sign; days are of 24 hours.
fn duration(text: &str) -> Result<SignedDuration, Failure> {
    let (sign, bare) = match text.trim().strip_prefix('-') {
        Some(bare) => (-1, bare.trim()),
        None => (1, text.trim()),
    };
    let days = ["days", "day", "jours", "jour", "d", "j"]
        .iter()
        .find_map(|unit| bare.strip_suffix(unit)?.trim_end().parse::<u32>().ok());
    let length = match days {
        Some(days) => SignedDuration::from_hours(24 * i64::from(days)),
        None => banc_core::duration::parse(bare)
            .map_err(|error| Failure::unprocessable(error.to_string()))?
            .try_into()
            .map_err(|_| Failure::unprocessable("the duration is too long"))?,
    };
    Ok(length * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_days_and_signs() {
        for (text, seconds) in [
            ("210 jours", 210 * 86_400),
            ("1d", 86_400),
            ("-20min", -1_200),
            ("1.5h", 5_400),
        ] {
            assert_eq!(duration(text).unwrap().as_secs(), seconds, "{text}");
        }
        for text in ["", "-", "demain", "--1s", "12", "-1 -1s"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
