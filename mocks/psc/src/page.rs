//! Pages for a person, in French: plain forms, no script but the one that a form_post answer needs.

use std::fmt::Write as _;

/// Content policy of every page but the form_post one.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const STYLE: &str = "body{font-family:sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem;\
color:#1b1b35}.banc{background:#ffe9b0;padding:.5rem 1rem;border-radius:.4rem}\
button{font-size:1rem;padding:.6rem 1rem;margin:.3rem .3rem .3rem 0}input[type=text]{font-size:1rem;\
padding:.5rem;width:100%;box-sizing:border-box}.erreur{color:#b00020}.nombre{font-size:2.5rem;\
font-weight:bold;letter-spacing:.2rem}fieldset{margin:1rem 0}";

/// The login page.
pub(crate) struct Login<'a> {
    pub(crate) action: &'a str,
    pub(crate) execution: &'a str,
    pub(crate) client: &'a str,
    pub(crate) typed: &'a str,
    pub(crate) message: Option<&'a str>,
}

/// The page that waits for the phone.
pub(crate) struct Waiting<'a> {
    pub(crate) action: &'a str,
    pub(crate) execution: &'a str,
    pub(crate) phone: &'a str,
    pub(crate) binding_message: &'a str,
    pub(crate) refresh_s: u32,
}

/// A request on the phone's page.
pub(crate) struct Phone<'a> {
    pub(crate) number: u64,
    pub(crate) key: &'a str,
    pub(crate) person: String,
    pub(crate) client: &'a str,
    pub(crate) binding_message: Option<&'a str>,
    pub(crate) channel: Option<&'a str>,
    pub(crate) remaining_s: u64,
}

/// Text as it must be written in a page, in attributes too.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

fn page(title: &str, head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – Pro Santé Connect (simulateur)</title>\n{head}<style>{STYLE}</style>\n\
         </head>\n<body>\n<p class=\"banc\">simulateur — données fictives</p>\n\
         <h1>{title}</h1>\n{body}\n</body>\n</html>\n",
        title = escape(title),
    )
}

fn hidden(name: &str, value: &str) -> String {
    format!(
        "<input type=\"hidden\" name=\"{}\" value=\"{}\">\n",
        escape(name),
        escape(value)
    )
}

/// The login page. Source: the label of the e-CPS button and the field `login` were seen in clients
/// that drive the real page.
pub(crate) fn login(login: &Login<'_>) -> String {
    let message = login.message.map_or_else(String::new, |message| {
        format!(
            "<p class=\"erreur\" role=\"alert\">{}</p>\n",
            escape(message)
        )
    });
    let body = format!(
        "<p>Le service <strong>{client}</strong> demande à vous identifier.</p>\n{message}\
         <form method=\"post\" action=\"{action}\">\n{execution}\
         <p><label for=\"login\">Identifiant national (8 suivi du numéro RPPS)</label>\n\
         <input type=\"text\" id=\"login\" name=\"login\" value=\"{typed}\" autocomplete=\"off\" autofocus></p>\n\
         <button type=\"submit\" name=\"ecps\" value=\"1\">SE CONNECTER AVEC E-CPS</button>\n\
         <button type=\"submit\" name=\"cps\" value=\"1\">SE CONNECTER AVEC LA CARTE CPS</button>\n\
         <button type=\"submit\" name=\"refuser\" value=\"1\">Refuser</button>\n</form>",
        client = escape(login.client),
        action = escape(login.action),
        execution = hidden("execution", login.execution),
        typed = escape(login.typed),
    );
    page("Connexion", "", &body)
}

/// The page that waits for the phone; it looks again by itself.
pub(crate) fn waiting(waiting: &Waiting<'_>) -> String {
    let execution = form_urlencoded::Serializer::new(String::new())
        .append_pair("execution", waiting.execution)
        .finish();
    let again = format!("{}?{execution}", waiting.action);
    let head = format!(
        "<meta http-equiv=\"refresh\" content=\"{}; url={}\">\n",
        waiting.refresh_s,
        escape(&again)
    );
    let body = format!(
        "<p>Validez la demande sur votre application e-CPS, si elle montre ce nombre :</p>\n\
         <p class=\"nombre\">{number}</p>\n\
         <p><a href=\"{phone}\" target=\"_blank\" rel=\"noopener\">Ouvrir l'e-CPS simulée</a></p>\n\
         <p><a href=\"{again}\">Continuer</a></p>\n\
         <form method=\"post\" action=\"{action}\">\n{execution}\
         <button type=\"submit\" name=\"refuser\" value=\"1\">Renoncer</button>\n</form>",
        number = escape(waiting.binding_message),
        phone = escape(waiting.phone),
        again = escape(&again),
        action = escape(waiting.action),
        execution = hidden("execution", waiting.execution),
    );
    page("Validation sur l'e-CPS", &head, &body)
}

/// The simulated phone.
pub(crate) fn ecps(action: &str, requests: &[Phone<'_>], message: Option<&str>) -> String {
    let mut body = String::new();
    if let Some(message) = message {
        let _ = writeln!(
            body,
            "<p role=\"status\"><strong>{}</strong></p>",
            escape(message)
        );
    }
    if requests.is_empty() {
        body.push_str("<p>Aucune demande en attente.</p>\n");
    }
    for request in requests {
        let binding = request.binding_message.map_or_else(
            || "<p>Sans nombre à comparer.</p>".to_owned(),
            |text| format!("<p class=\"nombre\">{}</p>", escape(text)),
        );
        let channel = request.channel.unwrap_or("non précisé");
        let _ = writeln!(
            body,
            "<form method=\"post\" action=\"{action}\">\n<fieldset><legend>Demande {number}</legend>\n\
             <p>{person}<br>Service : {client}<br>Moyen : {channel}<br>Encore {remaining} s</p>\n\
             {binding}\n{fields}\
             <button type=\"submit\" name=\"approuver\" value=\"1\">Approuver</button>\n\
             <button type=\"submit\" name=\"refuser\" value=\"1\">Refuser</button>\n\
             </fieldset>\n</form>",
            action = escape(action),
            number = request.number,
            person = escape(&request.person),
            client = escape(request.client),
            remaining = request.remaining_s,
            fields = hidden("numero", &request.number.to_string()) + &hidden("cle", request.key),
        );
    }
    let _ = writeln!(body, "<p><a href=\"{}\">Actualiser</a></p>", escape(action));
    page("e-CPS simulée", "", &body)
}

/// Nothing can be done for this request.
pub(crate) fn error(title: &str, text: &str) -> String {
    let body = format!("<p class=\"erreur\" role=\"alert\">{}</p>", escape(text));
    page(title, "", &body)
}

/// The session is over.
pub(crate) fn closed() -> String {
    let text = "<p>Votre session Pro Santé Connect est fermée.</p>";
    page("Session fermée", "", text)
}

/// Asks whether to sign out: nothing in the request proves that the person wants to.
pub(crate) fn confirm(action: &str, fields: &[(&str, &str)]) -> String {
    let fields: String = fields
        .iter()
        .map(|(name, value)| hidden(name, value))
        .collect();
    let body = format!(
        "<p>Voulez-vous fermer votre session Pro Santé Connect ?</p>\n\
         <form method=\"post\" action=\"{}\">\n{fields}\
         <button type=\"submit\" name=\"confirmer\" value=\"1\">Se déconnecter</button>\n</form>",
        escape(action)
    );
    page("Déconnexion", "", &body)
}

/// An answer that goes back by form. Source: OAuth 2.0 Form Post Response Mode §2.
pub(crate) fn form_post(action: &str, fields: &[(&str, String)]) -> String {
    let fields: String = fields
        .iter()
        .map(|(name, value)| hidden(name, value))
        .collect();
    let body = format!(
        "<form method=\"post\" action=\"{}\" id=\"retour\">\n{fields}\
         <button type=\"submit\">Continuer</button>\n</form>\n\
         <script>document.getElementById('retour').submit()</script>",
        escape(action)
    );
    page("Retour au service", "", &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_written_as_text() {
        let page = login(&Login {
            action: "/auth/connexion",
            execution: "x\"y",
            client: "<script>",
            typed: "\"><b>",
            message: Some("l'un & l'autre"),
        });
        assert!(!page.contains("<script>") && !page.contains("<b>"));
        assert!(page.contains("&lt;script&gt;") && page.contains("x&quot;y"));
        assert!(page.contains("l&#39;un &amp; l&#39;autre"));
        assert!(page.contains("simulateur — données fictives"));
    }

    #[test]
    fn the_login_page_has_what_robots_look_for() {
        let page = login(&Login {
            action: "/auth/connexion",
            execution: "x",
            client: "c",
            typed: "",
            message: None,
        });
        assert!(page.contains("type=\"text\" id=\"login\" name=\"login\""));
        assert!(page.contains(">SE CONNECTER AVEC E-CPS</button>"));
        assert!(page.contains("CPS</button>"));
    }
}
