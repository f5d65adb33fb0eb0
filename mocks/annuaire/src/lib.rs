//! The simulated Annuaire Santé: FHIR R4 directory and free-access extraction, as a
//! [`banc_core::Service`].
//!
//! It answers as the real one would, about fictitious professionals and structures, and says what
//! it understood; it judges nothing.
