//! The reference practice software: own clients, own state machine, own pages, named deliberate defects.
