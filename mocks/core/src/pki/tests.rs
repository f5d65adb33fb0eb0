//! The authority as a whole: made once, read back, exported, judged.

use std::path::Path;
use std::process::Command;

use rustls_pki_types::CertificateDer;

use super::*;
use crate::Clock;
use crate::exchange::CertificateFacts;

fn authority(directory: &Path) -> (Authority, Clock) {
    let clock = Clock::system();
    let authority = Authority::open_or_create(&directory.join("pki"), &clock).unwrap();
    (authority, clock)
}

#[test]
fn every_identity_is_judged_as_it_was_made() {
    let directory = tempfile::tempdir().unwrap();
    let (authority, clock) = authority(directory.path());
    let trust = authority.trust_anchors();
    for kind in ClientKind::ALL {
        let identity = authority.client(kind).unwrap();
        let found = trust.distrust_of_signer(&identity.chain);
        let expected = match kind {
            ClientKind::SoftwareExpired | ClientKind::CpsExpired => Some(Distrust::Expired),
            ClientKind::CpsNotYetValid => Some(Distrust::NotYetValid),
            ClientKind::SoftwareUntrusted | ClientKind::CpsUntrusted => {
                Some(Distrust::UnknownIssuer)
            }
            ClientKind::SoftwareRevoked | ClientKind::CpsRevoked => Some(Distrust::Revoked),
            _ => None,
        };
        assert_eq!(found, expected, "{kind:?}");
        // Without its intermediate, a chain is completed by the bench.
        assert_eq!(trust.distrust_of_signer(&identity.chain[..1]), expected);
        if !matches!(kind, ClientKind::Cps) {
            let trusted = trust.distrust_of_client(&identity.chain).is_none();
            // INSi refuses the CN of INSI-TEST, not its certificate.
            assert_eq!(trusted, kind.is_good() || kind == ClientKind::InsiTest);
        }
    }
    // A card's signature certificate opens no TLS session.
    let card = authority.client(ClientKind::Cps).unwrap();
    assert!(matches!(
        trust.distrust_of_client(&card.chain),
        Some(Distrust::Other(_))
    ));
    assert_eq!(card_type(&card.certificate_der), Some(CardType::Cps));
    assert_eq!(trust.distrust_of_signer(&[]), Some(Distrust::Missing));
    let garbage = CertificateDer::from(vec![0x30, 0x03, 0x02, 0x01]);
    assert_eq!(
        trust.distrust_of_client(&[garbage]),
        Some(Distrust::Unreadable)
    );

    let auto = authority.client(ClientKind::InsiAuto).unwrap();
    let facts = CertificateFacts::of(&auto.certificate_der, None);
    assert_eq!(facts.common_name.as_deref(), Some("INSI-AUTO"));
    assert_eq!(
        facts.organizational_unit.as_deref(),
        Some(FICTITIOUS_STRUCTURE)
    );
    assert!(facts.issuer.starts_with(
        "CN=TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS,OU=0002 000000000,O=BANC SEGUR TEST"
    ));
    assert_eq!(facts.distrust, None);
    reading_back_is_quick_and_gives_the_same(&authority, &clock);
}

fn reading_back_is_quick_and_gives_the_same(authority: &Authority, clock: &Clock) {
    authority.server_identity().unwrap();
    let start = clock.mono();
    let again = Authority::open_or_create(authority.directory(), clock).unwrap();
    let server = again.server_identity().unwrap();
    let elapsed = clock.mono().since(start);
    println!("authority and server certificate read in {elapsed:?}");
    assert!(
        elapsed < std::time::Duration::from_millis(50),
        "{elapsed:?}"
    );
    assert_eq!(again.root(), authority.root());
    assert_eq!(again.crl_der(), authority.crl_der());
    assert_eq!(server.chain, authority.server_identity().unwrap().chain);
}

#[test]
fn two_that_start_at_once_share_one_authority_and_its_files_are_private() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("deep/pki");
    let clock = Clock::system();
    let roots = std::thread::scope(|scope| {
        let threads = [(); 2].map(|()| {
            scope.spawn(|| {
                let authority = Authority::open_or_create(&path, &clock).unwrap();
                authority.client(ClientKind::Cps).unwrap();
                authority.root().clone()
            })
        });
        threads.map(|thread| thread.join().unwrap())
    });
    assert_eq!(roots[0], roots[1]);
    let siblings: Vec<_> = path.parent().unwrap().read_dir().unwrap().collect();
    assert_eq!(siblings.len(), 1, "temporary directories are removed");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        assert_eq!(mode(&path.join("racine.cle.pem")), 0o600);
        assert_eq!(mode(&path.join("clients/cps.cle.pem")), 0o600);
    }
    troubles_name_the_file_and_the_way_out(&path, &clock);
}

fn troubles_name_the_file_and_the_way_out(path: &Path, clock: &Clock) {
    let root = path.join("racine.pem");
    let good = std::fs::read(&root).unwrap();
    std::fs::write(&root, "garbage").unwrap();
    let error = Authority::open_or_create(path, clock)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("racine.pem") && error.contains("remove the directory"),
        "{error}"
    );
    // An expired root: the expired client's certificate stands in for it.
    std::fs::copy(path.join("clients/logiciel-expire.pem"), &root).unwrap();
    let error = Authority::open_or_create(path, clock).unwrap_err();
    assert!(matches!(error, PkiError::Expired { .. }), "{error}");
    std::fs::write(&root, good).unwrap();
    // A damaged revocation list is made again.
    std::fs::write(path.join("organisations.crl"), "garbage").unwrap();
    let authority = Authority::open_or_create(path, clock).unwrap();
    let revoked = authority.client(ClientKind::SoftwareRevoked).unwrap();
    assert_eq!(
        authority.trust_anchors().distrust_of_client(&revoked.chain),
        Some(Distrust::Revoked)
    );
    std::fs::remove_file(path.join("clients/cps.cle.pem")).unwrap();
    let error = authority.client(ClientKind::Cps).unwrap_err().to_string();
    assert!(error.contains("cps.cle.pem"), "{error}");
}

#[test]
fn an_identity_that_an_older_authority_lacks_is_made_once() {
    let directory = tempfile::tempdir().unwrap();
    let (authority, _) = authority(directory.path());
    let clients = authority.directory().join("clients");
    for file in ["proxy-esante.pem", "proxy-esante.cle.pem"] {
        std::fs::remove_file(clients.join(file)).unwrap();
    }
    let made = std::thread::scope(|scope| {
        [(); 4]
            .map(|()| scope.spawn(|| authority.client(ClientKind::ProxyEsante).unwrap()))
            .map(|thread| thread.join().unwrap())
    });
    let first = &made[0];
    assert!(made.iter().all(|each| each.key_pem == first.key_pem));
    let trust = authority.trust_anchors();
    assert_eq!(trust.distrust_of_client(&first.chain), None);
    let facts = CertificateFacts::of(&first.certificate_der, None);
    assert_eq!(facts.organizational_unit.as_deref(), Some("1999999998"));
}

#[test]
fn a_directory_of_someone_else_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("precious"), "x").unwrap();
    let error = Authority::open_or_create(directory.path(), &Clock::system()).unwrap_err();
    assert!(
        matches!(error, PkiError::ForeignDirectory { .. }),
        "{error}"
    );
    assert_eq!(directory.path().read_dir().unwrap().count(), 1);
}

#[test]
fn anchors_of_the_user_are_trusted_unless_they_are_of_production() {
    let directory = tempfile::tempdir().unwrap();
    let (authority, _) = authority(directory.path());
    let stranger = authority.client(ClientKind::SoftwareUntrusted).unwrap();
    let anchor = storage::pem("CERTIFICATE", &stranger.chain[1]);
    let trust = authority
        .trust_anchors()
        .with_anchors_pem(&anchor, "ancres.pem")
        .unwrap();
    assert_eq!(trust.distrust_of_client(&stranger.chain), None);

    for bad in [
        "",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let error = authority
            .trust_anchors()
            .with_anchors_pem(bad, "ancres.pem")
            .unwrap_err();
        assert!(error.to_string().contains("ancres.pem"), "{error}");
    }
    let (ca, leaf) = production_chain();
    let error = authority
        .trust_anchors()
        .with_anchors_pem(&ca.pem(), "ancres.pem")
        .unwrap_err();
    assert!(matches!(error, PkiError::ProductionAuthority { .. }));
    assert!(matches!(
        authority
            .trust_anchors()
            .distrust_of_client(&[leaf.der().clone()]),
        Some(Distrust::Production(_))
    ));
}

/// An authority that bears a production name, and a leaf of it.
fn production_chain() -> (rcgen::Certificate, rcgen::Certificate) {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name.push(
        rcgen::DnType::CommonName,
        "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
    );
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().unwrap();
    let ca = params.self_signed(&key).unwrap();
    let issuer = rcgen::Issuer::new(params, key);
    let leaf_key = rcgen::KeyPair::generate().unwrap();
    let mut leaf = rcgen::CertificateParams::default();
    leaf.distinguished_name
        .push(rcgen::DnType::CommonName, "INSI-AUTO");
    (ca, leaf.signed_by(&leaf_key, &issuer).unwrap())
}

#[test]
fn server_names_are_those_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    let (authority, _) = authority(directory.path());
    let plain = authority.server_identity().unwrap();
    let named = authority
        .clone()
        .with_server_names(&["qualiflps.services-ps.ameli.fr".to_owned()])
        .server_identity()
        .unwrap();
    assert_ne!(plain.chain[0], named.chain[0]);
    for (identity, name, expected) in [
        (&plain, "localhost", true),
        (&plain, "127.0.0.1", true),
        (&plain, "::1", true),
        (&plain, "qualiflps.services-ps.ameli.fr", false),
        (&named, "qualiflps.services-ps.ameli.fr", true),
        (&named, "localhost", true),
    ] {
        let certificate = webpki::EndEntityCert::try_from(&identity.chain[0]).unwrap();
        let name = rustls_pki_types::ServerName::try_from(name).unwrap();
        let found = certificate.verify_is_valid_for_subject_name(&name).is_ok();
        assert_eq!(found, expected, "{name:?}");
    }
    for bad in ["", "two words", "https://x"] {
        let error = authority
            .clone()
            .with_server_names(&[bad.to_owned()])
            .server_identity()
            .unwrap_err();
        assert!(
            matches!(error, PkiError::ServerName { .. }),
            "{bad}: {error}"
        );
    }
}

#[test]
fn openssl_reads_the_export() {
    let directory = tempfile::tempdir().unwrap();
    let (authority, _) = authority(directory.path());
    let out = directory.path().join("export");
    let written = authority.export(&out).unwrap();
    assert_eq!(written.len(), 2 + 2 * 2 + 3 * ClientKind::ALL.len() + 1);
    let notice = std::fs::read_to_string(out.join("LISEZMOI.txt")).unwrap();
    assert!(notice.contains("DONNÉES FICTIVES") && notice.contains(EXPORT_PASSWORD));
    let openssl = |arguments: &[&str]| {
        Command::new("openssl")
            .args(arguments)
            .current_dir(&out)
            .output()
    };
    let Ok(version) = openssl(&["version"]) else {
        // Past the capture of the test runner: a skipped test that passes must be seen too.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            b"SKIPPED: openssl is not installed\n",
        );
        return;
    };
    assert!(version.status.success());
    for kind in ClientKind::ALL {
        let file = format!("{}.p12", kind.name());
        let pass = format!("pass:{EXPORT_PASSWORD}");
        let read = openssl(&["pkcs12", "-in", &file, "-passin", &pass, "-nodes"]).unwrap();
        let text = String::from_utf8_lossy(&read.stdout);
        assert!(read.status.success(), "{file}: {read:?}");
        assert!(text.contains("BEGIN PRIVATE KEY"), "{file}");
        let certificates = text.matches("BEGIN CERTIFICATE").count();
        assert_eq!(certificates, if kind.issuer().is_some() { 3 } else { 2 });
        let wrong = openssl(&["pkcs12", "-in", &file, "-passin", "pass:x", "-nodes"]).unwrap();
        assert!(!wrong.status.success());
    }
    for kind in ClientKind::ALL {
        let file = format!("{}.pem", kind.name());
        let verified = openssl(&[
            "verify",
            "-x509_strict",
            "-crl_check",
            "-CAfile",
            "autorites.pem",
            "-CRLfile",
            if kind.is_card() {
                "personnes.crl"
            } else {
                "organisations.crl"
            },
            &file,
        ])
        .unwrap();
        let text = String::from_utf8_lossy(&verified.stderr);
        assert_eq!(
            verified.status.success(),
            kind.is_good() || kind == ClientKind::InsiTest,
            "{file}: {text}"
        );
    }
}
