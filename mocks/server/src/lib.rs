//! Composes the simulated services into a stack on a lane, with its management API.
