//! The local accounts of a practice: who may sign in, by which password, and which Pro Santé Connect
//! identity is linked to whom. It opens no session and writes no file.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use banc_contract::{Account, LocalAccount};
use uuid::Uuid;

use crate::identity::Refusal;

/// Rounds of the password digest: these are accounts of test, opened many times by a run.
const ROUNDS: NonZeroU32 = NonZeroU32::new(20_000).expect("not zero");

/// A password as it is kept: salted and digested (PBKDF2-HMAC-SHA256), in memory alone.
struct PasswordDigest {
    salt: [u8; 16],
    digest: [u8; 32],
}

impl PasswordDigest {
    fn new(password: &str) -> Self {
        let salt = *Uuid::new_v4().as_bytes();
        let mut digest = [0; 32];
        pbkdf2::derive(
            pbkdf2::PBKDF2_HMAC_SHA256,
            ROUNDS,
            &salt,
            password.as_bytes(),
            &mut digest,
        );
        Self { salt, digest }
    }

    fn accepts(&self, password: &str) -> bool {
        pbkdf2::verify(
            pbkdf2::PBKDF2_HMAC_SHA256,
            ROUNDS,
            &self.salt,
            password.as_bytes(),
            &self.digest,
        )
        .is_ok()
    }
}

impl std::fmt::Debug for PasswordDigest {
    /// Hides the digest.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasswordDigest")
    }
}

/// An account; without password, it opens by Pro Santé Connect alone.
#[derive(Debug)]
struct Held {
    shown: Account,
    password: Option<PasswordDigest>,
}

/// The accounts of one practice.
#[derive(Debug, Default)]
pub struct Accounts {
    held: Vec<Held>,
}

impl Accounts {
    /// The accounts of a preparation.
    pub fn new(given: &[LocalAccount]) -> Result<Self, Refusal> {
        let mut accounts = Self::default();
        for account in given {
            accounts.add(account, false)?;
        }
        Ok(accounts)
    }

    /// True when no account was ever given: the practice has no sign-in.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Adds an account. `to_complete` says that something about it remains to be found.
    pub fn add(&mut self, account: &LocalAccount, to_complete: bool) -> Result<(), Refusal> {
        let login = account.compte.trim();
        if login.is_empty() || account.mot_de_passe.is_empty() {
            return Err(Refusal::new(
                "Compte refusé : il faut un identifiant et un mot de passe.",
            ));
        }
        if self.find(login).is_some() {
            return Err(Refusal::new(format!("Le compte {login} existe déjà.")));
        }
        if let Some(rpps) = &account.rpps {
            if rpps.len() != 11 || !rpps.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(Refusal::new(format!(
                    "Compte refusé : « {rpps} » n'est pas un numéro RPPS de onze chiffres."
                )));
            }
            // SC.PSC.02: a professional has one account, whichever way he signs in.
            if let Some(other) = self.by_rpps(rpps) {
                return Err(Refusal::new(format!(
                    "Compte refusé : le numéro RPPS {rpps} est déjà celui du compte {}.",
                    other.compte
                )));
            }
        }
        self.held.push(Held {
            shown: Account {
                compte: login.to_owned(),
                nom: account.nom.clone(),
                prenom: account.prenom.clone(),
                rpps: account.rpps.clone(),
                sub_psc: None,
                a_completer: to_complete,
            },
            password: Some(PasswordDigest::new(&account.mot_de_passe)),
        });
        Ok(())
    }

    /// Adds an account that only Pro Santé Connect opens.
    pub(super) fn add_without_password(&mut self, shown: Account) {
        self.held.push(Held {
            shown,
            password: None,
        });
    }

    /// The account of that login.
    pub fn find(&self, login: &str) -> Option<&Account> {
        self.all().find(|account| account.compte == login)
    }

    /// The account of that login, to be changed.
    pub fn find_mut(&mut self, login: &str) -> Option<&mut Account> {
        self.held
            .iter_mut()
            .map(|held| &mut held.shown)
            .find(|account| account.compte == login)
    }

    /// The account of that RPPS number.
    pub fn by_rpps(&self, rpps: &str) -> Option<&Account> {
        self.all()
            .find(|account| account.rpps.as_deref() == Some(rpps))
    }

    /// The account linked to that `sub` of Pro Santé Connect.
    pub fn by_sub(&self, sub: &str) -> Option<&Account> {
        self.all()
            .find(|account| account.sub_psc.as_deref() == Some(sub))
    }

    /// Every account, in the order of creation.
    pub fn all(&self) -> impl Iterator<Item = &Account> {
        self.held.iter().map(|held| &held.shown)
    }

    /// True when the account exists and the password is its own.
    pub fn check_password(&self, login: &str, password: &str) -> bool {
        self.held
            .iter()
            .find(|held| held.shown.compte == login)
            .and_then(|held| held.password.as_ref())
            .is_some_and(|digest| digest.accepts(password))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(login: &str, rpps: Option<&str>) -> LocalAccount {
        LocalAccount {
            compte: login.into(),
            mot_de_passe: "secret de test".into(),
            nom: "KIT".into(),
            prenom: "DOC".into(),
            rpps: rpps.map(Into::into),
        }
    }

    #[test]
    fn a_password_opens_its_own_account_only() {
        let accounts = Accounts::new(&[account("un", None), account("deux", None)]).unwrap();
        assert!(accounts.check_password("un", "secret de test"));
        assert!(!accounts.check_password("un", "Secret de test"));
        assert!(!accounts.check_password("trois", "secret de test"));
        assert!(!format!("{accounts:?}").contains("secret"));
    }

    #[test]
    fn a_login_or_a_number_is_not_given_twice() {
        let mut accounts = Accounts::new(&[account("un", Some("99700427885"))]).unwrap();
        assert!(accounts.add(&account("un", None), false).is_err());
        assert!(
            accounts
                .add(&account("deux", Some("99700427885")), false)
                .is_err()
        );
        assert!(
            accounts
                .add(&account("deux", Some("899700427885")), false)
                .is_err()
        );
        assert_eq!(accounts.all().count(), 1);
    }
}
