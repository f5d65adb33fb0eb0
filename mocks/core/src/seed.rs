//! Keyed draws: a decision is a pure function of the seed and of what it decides about.
//!
//! There is no shared random generator: concurrent calls cannot change each other's draws.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The seed of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

/// What a decision is about. `rule` names the rule that asks.
#[derive(Clone, Copy, Debug)]
pub struct DrawKey<'a> {
    /// Rule of the fault plan, or name of the variation.
    pub rule: &'a str,
    /// Lane.
    pub lane: &'a str,
    /// Service.
    pub service: &'a str,
    /// Operation.
    pub operation: &'a str,
    /// Ordinal of the call for (lane, service, operation), from 1.
    pub ordinal: u64,
}

impl Seed {
    /// A generator for this decision and no other.
    pub fn rng(self, key: DrawKey<'_>) -> ChaCha8Rng {
        let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
        context.update(&self.0.to_le_bytes());
        for part in [key.rule, key.lane, key.service, key.operation] {
            context.update(&(part.len() as u64).to_le_bytes());
            context.update(part.as_bytes());
        }
        context.update(&key.ordinal.to_le_bytes());
        let mut state = [0_u8; 32];
        state.copy_from_slice(context.finish().as_ref());
        ChaCha8Rng::from_seed(state)
    }

    /// A number in `[0, 1)` for this decision.
    pub fn unit(self, key: DrawKey<'_>) -> f64 {
        use rand::RngExt as _;
        self.rng(key).random::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: DrawKey<'_> = DrawKey {
        rule: "r",
        lane: "l",
        service: "insi",
        operation: "o",
        ordinal: 1,
    };

    #[test]
    fn the_same_key_draws_the_same_and_any_other_key_another() {
        let draw = Seed(7).unit(KEY);
        assert!((draw - Seed(7).unit(KEY)).abs() < f64::EPSILON);
        for other in [
            Seed(8).unit(KEY),
            Seed(7).unit(DrawKey { ordinal: 2, ..KEY }),
            Seed(7).unit(DrawKey {
                rule: "rl",
                lane: "",
                ..KEY
            }),
        ] {
            assert!((draw - other).abs() > f64::EPSILON);
        }
    }
}
