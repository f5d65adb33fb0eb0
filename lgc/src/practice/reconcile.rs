//! From an identified professional to an account of this practice.
//!
//! Source: PSC/va1.01.03, SC.PSC.02: with the RPPS number known here the account is linked at once and
//! keeps the `sub`; without it the user signs in locally once. One person has one account.

use banc_contract::{Account, Done, SignInMode};
use jiff::{SignedDuration, Timestamp};

use super::PracticeState;
use super::session::{Held, Method, OpenPsc};
use super::sign_in_journal::SessionEvent;
use crate::defauts::Defect;
use crate::identity::{Refusal, name};
use crate::psc::Person;

/// How long an identified professional without account is waited for.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(10);

/// A sign-in that nothing here recognises yet.
#[derive(Debug)]
pub struct PendingLink {
    arrival: Identified,
    since: Timestamp,
}

/// A professional whom Pro Santé Connect has just identified.
#[derive(Debug)]
pub struct Identified {
    /// Who.
    pub person: Person,
    /// How.
    pub mode: SignInMode,
    /// Which browser, in that mode.
    pub browser: Option<&'static str>,
    /// What it gives.
    pub held: Held,
}

impl PracticeState {
    /// Opens the account of the professional, or asks for a local sign-in. Gives the words for the user,
    /// and what a former session held.
    pub(super) fn receive_professional(
        &mut self,
        arrival: Identified,
    ) -> Result<(Done, Option<OpenPsc>), Refusal> {
        let Some(login) = self.account_of(&arrival.person) else {
            let words = format!(
                "Aucun compte de ce cabinet n'est rattaché à {} {} ({}) : ouvrez une fois une session avec votre compte local, il sera rattaché à Pro Santé Connect.",
                arrival.person.given_name, arrival.person.family_name, arrival.person.national_id
            );
            self.trace_session_failure(
                SessionEvent::SignIn,
                Method::Psc,
                "aucun compte rattaché : connexion locale demandée",
            );
            self.pending_link = Some(PendingLink {
                arrival,
                since: self.clock.now(),
            });
            return Err(Refusal::new(words));
        };
        self.link(&login, &arrival.person);
        self.pending_link = None;
        let former = self.open_identified(&login, Method::Psc, arrival);
        self.trace_session(SessionEvent::SignIn, Method::Psc, None);
        let done = Done {
            message: Some(format!("Session ouverte avec Pro Santé Connect : {login}.")),
            ..Done::default()
        };
        Ok((done, former))
    }

    /// Opens the session of an account with the Pro Santé Connect part.
    pub(super) fn open_identified(
        &mut self,
        login: &str,
        method: Method,
        arrival: Identified,
    ) -> Option<OpenPsc> {
        let psc = OpenPsc {
            person: arrival.person,
            mode: arrival.mode,
            browser: arrival.browser,
            held: arrival.held,
            api: None,
            spent: None,
            number: self.next_number(),
            keeper: None,
        };
        self.open_for(login, method, Some(psc))
    }

    /// The account that is this person's, by `sub` then by RPPS number; never by name.
    fn account_of(&mut self, person: &Person) -> Option<String> {
        let by_sub = person
            .sub
            .as_deref()
            .and_then(|sub| self.accounts.by_sub(sub));
        if let Some(account) = by_sub {
            return Some(account.compte.clone());
        }
        let by_rpps = person
            .rpps
            .as_deref()
            .and_then(|rpps| self.accounts.by_rpps(rpps));
        match by_rpps.map(|account| account.compte.clone()) {
            Some(_) if self.defects.has(Defect::CompteDouble) => Some(self.second_account(person)),
            Some(login) => Some(login),
            None if self.defects.has(Defect::LiaisonSilencieuse) => self.namesake(person),
            None => None,
        }
    }

    /// Defect `liaison_silencieuse`: whoever bears the same surname.
    fn namesake(&self, person: &Person) -> Option<String> {
        let key = name::search_key(&person.family_name);
        self.accounts
            .all()
            .find(|account| name::search_key(&account.nom) == key)
            .map(|account| account.compte.clone())
    }

    /// Defect `compte_double`: another account beside the one the person has.
    fn second_account(&mut self, person: &Person) -> String {
        let login = format!("psc.{}", person.national_id);
        if self.accounts.find(&login).is_none() {
            self.accounts.add_without_password(Account {
                compte: login.clone(),
                nom: person.family_name.clone(),
                prenom: person.given_name.clone(),
                rpps: person.rpps.clone(),
                sub_psc: None,
                a_completer: false,
            });
        }
        login
    }

    /// Links the account to the person: `sub` kept, RPPS number learnt.
    fn link(&mut self, login: &str, person: &Person) {
        let forgets = self.defects.has(Defect::SubNonGarde);
        if let Some(account) = self.accounts.find_mut(login) {
            if let (Some(sub), false) = (&person.sub, forgets) {
                account.sub_psc = Some(sub.clone());
            }
            if account.rpps.is_none() && person.rpps.is_some() {
                account.rpps.clone_from(&person.rpps);
                account.a_completer = false;
            }
        }
        self.save();
    }

    /// The sign-in that waits for `login`: linked when the account has no other number, else dropped.
    pub(super) fn take_link(&mut self, login: &str) -> Option<Result<Identified, Refusal>> {
        let PendingLink { arrival, since } = self.pending_link.take()?;
        if self.clock.now().duration_since(since) > LONGEST_WAIT {
            return None;
        }
        let account = self.accounts.find(login)?;
        let other = account.rpps.is_some() && account.rpps != arrival.person.rpps;
        if other {
            return Some(Err(Refusal::new(format!(
                "Le compte {login} porte un autre numéro RPPS que le professionnel identifié par Pro Santé Connect : il n'est pas rattaché."
            ))));
        }
        self.link(login, &arrival.person);
        Some(Ok(arrival))
    }
}
