//! What the simulated services do, for lists and pages: their behaviours with their sources, their
//! variations.
//!
//! The tables are the services'; here they are put side by side.

/// A variation of a service: a correct but unusual answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedVariation {
    /// The service.
    pub service: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What permits it, with the source, in French.
    pub permitted_by: &'static str,
}

/// Every variation, by service.
pub fn variations() -> Vec<NamedVariation> {
    let mut all = Vec::new();
    macro_rules! of {
        ($service:literal, $list:expr) => {
            all.extend($list.iter().map(|variation| NamedVariation {
                service: $service,
                name: variation.name,
                permitted_by: variation.permitted_by,
            }));
        };
    }
    of!("insi", banc_insi::variation::ALL);
    of!("psc", banc_psc::variation::ALL);
    of!("api_psc", banc_api_psc::variation::of_api_psc());
    of!("proxy_esante", banc_api_psc::variation::of_proxy_esante());
    of!("annuaire", banc_annuaire::variation::ALL);
    all
}

/// The behaviours of every service, French Markdown, from headings of level two.
pub fn fidelity() -> String {
    [
        banc_insi::fidelity::markdown(),
        banc_psc::fidelity::markdown(),
        banc_api_psc::fidelity::markdown(),
        banc_annuaire::fidelity::markdown(),
    ]
    .join("\n")
}
