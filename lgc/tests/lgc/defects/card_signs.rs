//! Signs of defects that need a card: the patient's or the professional's.

use std::collections::BTreeMap;

use banc_contract::Action;
use banc_contract::action::SearchMode;
use banc_contract::preparation::ClientCertificate;

use crate::certificates;
use crate::driver::{Bench, search, search_with};
use crate::gateway::code;
use crate::identities::ecetinsi;

pub(super) fn certificates() -> BTreeMap<String, ClientCertificate> {
    BTreeMap::from([("cps_signature".to_owned(), certificates::card())])
}

pub(super) async fn assertion_is_unsigned(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("01")]);
    bench.done(search(&usager)).await;
    !bench.gateway.bodies().await[0].contains("ds:SignatureValue")
}

pub(super) async fn card_search_goes_by_traits(bench: &Bench) -> bool {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([code("01")]);
    let carte = crate::search::vitale();
    bench.done(Action::PresentCard { carte }).await;
    bench
        .done(search_with(&usager, SearchMode::CarteVitale, false, false))
        .await;
    bench.gateway.bodies().await[0].contains("RECSANSVITALE")
}
