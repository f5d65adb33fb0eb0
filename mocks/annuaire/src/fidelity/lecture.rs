//! Behaviours of resources, mailboxes, extraction and data. « Guide » is the documentation of the FHIR API, « IG » the implementation
//! guide ans.fhir.fr.annuaire, « code » that of the directory's server, all three of the ANS.

use banc_core::fidelity::Confidence::{Deduit, Officiel, VuChezUnClient};
use banc_core::fidelity::{Row, row};

const GUIDE: &str = "guide de l'API FHIR (version 2)";
const IG: &str = "IG ans.fhir.fr.annuaire 1.1.0 et 1.2.0-snapshot-2";

/// The rows.
pub(super) const ROWS: &[Row] = &[
    row(
        "ressource.practitioner",
        Officiel,
        IG,
        "Le professionnel a ses identifiants IDNPS et RPPS, son nom d'exercice, ses qualifications, sa carte, ses boîtes liées au seul RPPS.",
    ),
    row(
        "ressource.practitioner_role",
        Officiel,
        IG,
        "La situation a ses références, ses codes TRE_R22, R23, R21 et R06, et les boîtes liées au RPPS et à la structure.",
    ),
    row(
        "ressource.organization",
        Officiel,
        IG,
        "La structure a ses identifiants IDNST, FINEG ou FINEJ et RPPSRG, ses types, son adresse et ses boîtes ORG et APP.",
    ),
    row(
        "ressource.device",
        Officiel,
        IG,
        "L'équipement a son numéro ARHGOS, son type, sa marque et son état.",
    ),
    row(
        "ressource.healthcare_service",
        Officiel,
        IG,
        "L'activité de soins et l'équipement social ont chacun leur profil.",
    ),
    row(
        "ressource.vieux_systemes",
        Deduit,
        "exemples d'une édition antérieure de l'IG",
        "Les systèmes d'activité régulée, de modalité, de discipline et de clientèle sont ceux de l'édition antérieure.",
    ),
    row(
        "ressource.desactivee",
        Officiel,
        GUIDE,
        "Une ressource désactivée n'a plus que ses identifiants et active à false ; l'absence de meta est déduite.",
    ),
    row(
        "boites.types",
        Officiel,
        GUIDE,
        "Les boîtes sont PER, CAB, ORG ou APP, dans telecom, avec l'extension as-ext-mailbox-mss-metadata.",
    ),
    row(
        "boites.liste_rouge",
        Officiel,
        IG,
        "Une boîte en liste rouge n'est jamais publiée, ni cherchée.",
    ),
    row(
        "extraction.activites",
        VuChezUnClient,
        "en-têtes du fichier réel chez deux clients (2021, 2026) ; liste officielle non trouvée",
        "PS_LibreAcces_Personne_activite a 56 colonnes, une ligne par activité, et une barre en fin de ligne.",
    ),
    row(
        "extraction.boites",
        VuChezUnClient,
        "31 colonnes mesurées sur le fichier réel d'août 2026 ; fins des noms d'adresse chez un autre client",
        "Extraction_Correspondance_MSSante a une ligne par boîte publiée, sans les boîtes applicatives.",
    ),
    row(
        "extraction.cab",
        Deduit,
        "choix du banc : seuls PER et ORG ont été vus",
        "Une boîte de cabinet y est écrite CAB.",
    ),
    row(
        "extraction.texte",
        Deduit,
        "le service réel livre une archive ZIP, le miroir de données ouvertes le texte",
        "Le banc livre le texte, sans clé, sous /extraction/.",
    ),
    row(
        "donnees.fictives",
        Deduit,
        "choix du banc",
        "Les personnes, les structures et les domaines banc.mssante.fr sont inventés ; les RPPS sont de la plage 997, les FINESS commencent par 0B ou 1B.",
    ),
];
