//! An Apache with `mod_auth_openidc` in front of a page, in the foreground, on loopback, with a
//! configuration and a folder of its own; always stopped by its own identifier.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::process::wait_until;

/// Where Debian puts the modules.
const MODULES: &str = "/usr/lib/apache2/modules";
const CONFIGURATION: &str = include_str!("../etrangers/apache/apache.conf");

/// What the configuration needs to know of the bench.
pub(crate) struct Settings<'a> {
    pub(crate) discovery: &'a str,
    pub(crate) authorities: &'a Path,
    pub(crate) certificate: &'a Path,
    pub(crate) key: &'a Path,
}

/// A running Apache.
pub(crate) struct Apache {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Apache {
    /// The program and its module, none when they are not installed.
    pub(crate) fn installed() -> Option<PathBuf> {
        // Not always on the path of a user who is not root.
        let program = banc_fixtures::foreign_file(Path::new("/usr/sbin/apache2"))?;
        banc_fixtures::foreign_file(&Path::new(MODULES).join("mod_auth_openidc.so"))?;
        Some(program)
    }

    /// Starts it and waits until it answers.
    pub(crate) fn start(program: &Path, settings: &Settings<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        lay_out(folder.path(), port, settings);
        let child = Command::new(program)
            .arg("-DFOREGROUND")
            .arg("-f")
            .arg(folder.path().join("apache.conf"))
            .env("NO_PROXY", "*")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut apache = Self {
            child,
            folder,
            port,
        };
        wait_until("Apache listens", Duration::from_secs(20), || {
            let ended = apache.child.try_wait().unwrap();
            assert!(ended.is_none(), "Apache ended: {}", apache.errors());
            std::net::TcpStream::connect(("127.0.0.1", apache.port)).is_ok()
        });
        apache
    }

    /// Address of the site, without final slash.
    pub(crate) fn site(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// What it wrote in its error log.
    pub(crate) fn errors(&self) -> String {
        let mut text = String::new();
        let log = self.folder.path().join("erreurs.txt");
        if let Ok(mut file) = std::fs::File::open(log) {
            let _ = file.read_to_string(&mut text);
        }
        text
    }
}

impl Drop for Apache {
    fn drop(&mut self) {
        // Terminated, not killed: the parent ends its own children first.
        let told = Command::new("sh")
            .arg("-c")
            .arg(format!("kill -TERM {}", self.child.id()))
            .status();
        if told.is_ok_and(|status| status.success()) {
            let _ = self.child.wait();
        } else {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// A port that was free a moment ago: Apache does not say which one it took.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Writes what Apache reads. Started by root, it serves as another user: everything is readable.
fn lay_out(folder: &Path, port: u16, settings: &Settings<'_>) {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/etrangers/apache/site");
    let private = folder.join("site/prive");
    std::fs::create_dir_all(&private).unwrap();
    for path in [folder, &folder.join("site"), &private] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let copies = [
        (site.join("au-revoir.html"), "site/au-revoir.html"),
        (site.join("prive/index.html"), "site/prive/index.html"),
        (settings.authorities.to_owned(), "autorites.pem"),
        (settings.certificate.to_owned(), "client.pem"),
        (settings.key.to_owned(), "client.cle.pem"),
    ];
    for (from, to) in copies {
        let to = folder.join(to);
        std::fs::write(&to, std::fs::read(&from).unwrap()).unwrap();
        std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let text = CONFIGURATION
        .replace("@DOSSIER@", &folder.display().to_string())
        .replace("@MODULES@", MODULES)
        .replace("@PORT@", &port.to_string())
        .replace("@DECOUVERTE@", settings.discovery);
    std::fs::write(folder.join("apache.conf"), text).unwrap();
}
