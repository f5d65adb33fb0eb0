//! The page's structure: everything is there, escaped, redacted, and nothing is fetched.

use crate::catalogue::tests::small;
use crate::record::{RunRecord, sample};
use crate::report::Subject;

fn page(run: &RunRecord) -> String {
    let (_, exchanges) = sample::run();
    let catalogue = small();
    super::render(&Subject::new(run, &catalogue, &exchanges)).unwrap()
}

fn sample_page() -> String {
    page(&sample::run().0)
}

#[test]
fn planted_markup_is_escaped_everywhere() {
    let page = sample_page();
    assert!(
        !page.to_lowercase().contains("<script"),
        "a script came through"
    );
    assert!(!page.contains("<b>d'essai"));
    // It came from the scenario's name, the body, and the screen's message.
    assert!(
        page.matches("&lt;script&gt;").count() >= 3,
        "the planted names are missing"
    );
    assert!(!page.contains('\u{1b}'));
}

#[test]
fn control_characters_of_the_software_stay_out() {
    let (mut run, _) = sample::run();
    if let Some(software) = run.software.as_mut() {
        software.logiciel = "<script>\0\u{1b}[31m".to_owned();
    }
    let page = page(&run);
    assert!(page.contains("&lt;script&gt;[31m"));
    assert!(!page.contains(|each: char| each.is_control() && each != '\n' && each != '\t'));
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let page = sample_page();
    for forbidden in [
        "src=",
        "<link",
        "@import",
        "url(",
        "javascript:",
        "onclick",
        "<iframe",
        "<object",
    ] {
        assert!(!page.contains(forbidden), "the page has {forbidden}");
    }
    let links = page.split("href=\"").skip(1);
    let mut seen = 0;
    for link in links {
        let target = link.split('"').next().unwrap();
        assert!(
            target.starts_with('#') || target.starts_with("evidence"),
            "{target}"
        );
        seen += 1;
    }
    assert!(seen > 10, "{seen} links");
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn secrets_do_not_travel() {
    let page = sample_page();
    assert!(!page.contains("SECRET-JETON"));
    assert!(page.contains("Authorization: [masqué]"));
}

#[test]
fn every_anchor_has_its_target_once() {
    let page = sample_page();
    for link in page.split("href=\"#").skip(1) {
        let target = link.split('"').next().unwrap();
        let id = format!("id=\"{target}\"");
        assert_eq!(page.matches(&id).count(), 1, "{target}");
    }
}

#[test]
fn tags_are_balanced() {
    let page = sample_page();
    let mut stack: Vec<&str> = Vec::new();
    let void = ["meta"];
    for tag in page.split('<').skip(1) {
        let name = tag.split([' ', '>', '/', '\n']).next().unwrap();
        if let Some(closed) = tag.strip_prefix('/') {
            let closed = closed.split('>').next().unwrap();
            assert_eq!(stack.pop(), Some(closed), "before </{closed}>");
        } else if !name.starts_with('!') && !void.contains(&name) {
            stack.push(name);
        }
    }
    assert!(stack.is_empty(), "{stack:?}");
}

#[test]
fn the_page_says_what_a_reviewer_asks() {
    let mut run = sample::run().0;
    run.missing_capabilities = vec!["ins.verifier".to_owned()];
    run.digest = Some("feed".repeat(16));
    run.exit_code = Some(1);
    let page = page(&run);
    for expected in [
        "Simulateur — données fictives",
        "Capacité exigée et non déclarée",
        "Non couvert :</strong> homologation du CNDA",
        "1 preuve(s) jugée(s) sur 2",
        "Attente ajoutée par le banc",
        "100 ms",
        "n &lt; 20",
        "INS-02",
        "écarté par --tags",
        "le logiciel ne déclare pas ins.carte_vitale",
        "docs/fidelite.md",
        "1 (non conforme, ou capacité exigée absente)",
        // The template engine escapes the slash.
        "evidence&#x2f;INS_va1.38.02.01&#x2f;",
    ] {
        assert!(page.contains(expected), "the page lacks {expected}");
    }
}

#[test]
fn a_killed_and_empty_run_has_a_page_too() {
    let mut run = sample::empty_run();
    run.ended = None;
    run.software = None;
    run.driver_unreachable = true;
    let catalogue = small();
    let page = super::render(&Subject::new(&run, &catalogue, &[])).unwrap();
    assert!(page.contains("exécution interrompue"));
    assert!(page.contains("pas pu être joint"));
    assert!(page.contains("Logiciel inconnu"));
    assert!(
        page.contains("Aucun scénario n&#x27;a été joué")
            || page.contains("Aucun scénario n'a été joué")
    );
}

/// A hundred scenarios and more must still make a page of a reasonable size, with every anchor.
#[test]
fn a_large_run_stays_readable() {
    let mut run = sample::run().0;
    let model = run.scenarios[2].clone();
    for number in 100..250 {
        let mut scenario = model.clone();
        scenario.id = format!("INS-{number}");
        run.scenarios.push(scenario);
    }
    let page = page(&run);
    assert_eq!(page.matches("<div class=\"body\" id=\"s-INS-").count(), 154);
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
}
