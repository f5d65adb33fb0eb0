//! Fictitious identities as a user types them.

use banc_contract::Traits;

use crate::driver::{Bench, decide, justify, search};
use crate::gateway::{ECETINSI, found};

/// Traits with these names, of a boy born on 2009-07-14.
pub(crate) fn typed(name: &str, first_name: &str, first_names: Option<&str>) -> Traits {
    Traits {
        nom_naissance: Some(name.to_owned()),
        premier_prenom: Some(first_name.to_owned()),
        prenoms_naissance: first_names.map(ToOwned::to_owned),
        date_naissance: Some("2009-07-14".to_owned()),
        sexe: Some("M".to_owned()),
        lieu_naissance: Some("63220".to_owned()),
        ..Traits::default()
    }
}

/// The local traits that agree with [`ECETINSI`].
pub(crate) fn ecetinsi() -> Traits {
    typed("ecetinsi", "pierre-alain", None)
}

/// A record whose INS was accepted: récupérée.
pub(crate) async fn recuperee(bench: &Bench) -> String {
    let usager = bench.create(ecetinsi()).await;
    bench.gateway.script([found(&ECETINSI)]);
    bench.done(search(&usager)).await;
    bench.done(decide(&usager, true)).await;
    usager
}

/// A record checked and whose INS was accepted: qualifiée.
pub(crate) async fn qualifiee(bench: &Bench) -> String {
    let usager = recuperee(bench).await;
    bench.done(justify(&usager, "passeport")).await;
    usager
}
