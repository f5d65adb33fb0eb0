//! A lane: the block of ports that one scenario owns, so that traffic is attributed to it without
//! the software's cooperation.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Name, unique in the run.
    pub name: Arc<str>,
    /// Its ports.
    pub ports: PortBlock,
}

/// The ports of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortBlock {
    /// Ports chosen by the system, all different: lanes run in parallel.
    Ephemeral,
    /// Consecutive ports, for software that cannot be re-pointed: one such lane at a time.
    Fixed {
        /// Port of the first front.
        first: u16,
    },
}

/// A front beyond the last port.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "front {rank} of a lane that begins at port {first} is beyond port 65535: choose a lower first port"
)]
pub struct NoSuchPort {
    /// First port of the lane.
    pub first: u16,
    /// Rank of the front, from 0.
    pub rank: u16,
}

impl Lane {
    /// A lane.
    pub fn new(name: impl Into<Arc<str>>, ports: PortBlock) -> Self {
        Self {
            name: name.into(),
            ports,
        }
    }

    /// The port to bind for the front of that rank, from 0; zero lets the system choose.
    pub fn port(&self, rank: u16) -> Result<u16, NoSuchPort> {
        match self.ports {
            PortBlock::Ephemeral => Ok(0),
            PortBlock::Fixed { first } => first.checked_add(rank).ok_or(NoSuchPort { first, rank }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_ports_follow_each_other_and_end() {
        let lane = Lane::new("serie", PortBlock::Fixed { first: 65_534 });
        assert_eq!(lane.port(1), Ok(65_535));
        assert_eq!(
            lane.port(2),
            Err(NoSuchPort {
                first: 65_534,
                rank: 2
            })
        );
        assert_eq!(Lane::new("libre", PortBlock::Ephemeral).port(7), Ok(0));
    }
}
