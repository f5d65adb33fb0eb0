//! The simulated INSi teleservice.
