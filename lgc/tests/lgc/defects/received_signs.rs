//! Signs of defects around identities received from another domain.

use banc_contract::{Identity, Status, Traits};

use crate::driver::{Bench, justify};
use crate::gateway::verified;
use crate::identities::{ecetinsi, recuperee};
use crate::received::receive;

/// The record after an arrival whose verification answers this code.
async fn arrived(bench: &Bench, trusted: bool, code: &str) -> Identity {
    bench.gateway.script([verified(code)]);
    let usager = bench.done(receive(trusted)).await.usager.unwrap();
    bench.identity(&usager).await
}

pub(super) async fn qualified_elsewhere_is_qualifiee(bench: &Bench) -> bool {
    arrived(bench, false, "00").await.statut == Status::Qualifiee
}

pub(super) async fn trusted_ok_is_not_qualifiee(bench: &Bench) -> bool {
    arrived(bench, true, "00").await.statut != Status::Qualifiee
}

pub(super) async fn trusted_ko_is_qualifiee(bench: &Bench) -> bool {
    arrived(bench, true, "01").await.statut == Status::Qualifiee
}

pub(super) async fn ko_creates_with_ins(bench: &Bench) -> bool {
    arrived(bench, false, "01").await.matricule.is_some()
}

pub(super) async fn ko_is_silent(bench: &Bench) -> bool {
    arrived(bench, false, "01").await;
    bench.worklist().await.is_empty()
}

pub(super) async fn ko_changes_record(bench: &Bench) -> bool {
    let traits = Traits {
        nom_utilise: Some("AUTRE".to_owned()),
        ..ecetinsi()
    };
    let usager = bench.create(traits).await;
    bench.done(justify(&usager, "passeport")).await;
    let before = bench.identity(&usager).await;
    arrived(bench, false, "01").await != before
}

pub(super) async fn nothing_is_verified(bench: &Bench) -> bool {
    arrived(bench, false, "00").await;
    bench.gateway.received().await.is_empty()
}

pub(super) async fn known_identity_is_verified(bench: &Bench) -> bool {
    recuperee(bench).await;
    let before = bench.gateway.received().await.len();
    arrived(bench, false, "00").await;
    bench.gateway.received().await.len() > before
}
