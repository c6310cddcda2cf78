//! [`Page`]: what `base.html` and every template need to know about this request, and the words to say it in.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{FromRequestParts, OriginalUri};
use chrono::{DateTime, Utc};
use http::header;
use http::request::Parts;

use super::assets;
use super::security::Device;
use crate::app::App;
use crate::auth::{Role, Viewer};
use crate::feed::Position;
use crate::i18n::{self, Arg, Lang};
use crate::site::{MenuItem, Notice, Number, Settings, Site};

/// Holds the key of the notice that a reader has put away; a script sets it too.
pub const NOTICE_COOKIE: &str = "naboom-notice";

/// How many personal notices somebody has not seen, as an extension of the request.
#[derive(Clone, Copy)]
pub struct Unread(pub usize);

/// The request as templates see it. An extractor; cheap to clone.
#[derive(Clone)]
pub struct Page {
    /// The language of the page: from the address, else the cookie, the browser, the site's default.
    pub lang: Lang,
    /// Path after the language, with the query: `/incidents?q=water`. Begins with `/`.
    pub path: String,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// Personal notices that they have not seen.
    pub unread: usize,
    /// Whether htmx asks for a part of the page (never on history restore).
    pub hx: bool,
    /// The address of the page on this site's own origin, for canonical links.
    pub origin: String,
    /// Settings, menus, notices.
    pub site: Arc<Site>,
    /// The notice that this reader has put away.
    hidden_notice: String,
    pub(super) if_none_match: Option<String>,
    pub(super) device: Device,
    pub(super) form_key: String,
    token_used: Arc<AtomicBool>,
    now: DateTime<Utc>,
    /// Where the feed of events was before anything was read for this page.
    feed: Position,
}

impl Page {
    /// Builds the page of a request.
    pub fn of(parts: &Parts, app: &App) -> Page {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |o| &o.0);
        let full = uri.path_and_query().map_or("/", |p| p.as_str());
        let (lang, path) = split_lang(full);
        let text = |name: header::HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok());
        let lang = lang.unwrap_or_else(|| guess_lang(parts, app));
        let flag = |name: &str| parts.headers.get(name).is_some_and(|v| v == "true");
        let device = parts.extensions.get::<Device>().cloned().unwrap_or_default();
        let viewer = parts.extensions.get::<Viewer>().cloned();
        // A page for everybody stays the same, byte by byte, while nothing public changed.
        let feed = if viewer.is_some() { app.feed.at() } else { app.feed.public_at() };
        Page {
            lang,
            path: path.to_owned(),
            viewer,
            unread: parts.extensions.get::<Unread>().map_or(0, |unread| unread.0),
            hx: flag("hx-request") && !flag("hx-history-restore-request"),
            origin: app.config.absolute(""),
            site: parts.extensions.get::<Arc<Site>>().cloned().unwrap_or_default(),
            hidden_notice: super::security::cookie(&parts.headers, NOTICE_COOKIE)
                .unwrap_or_default()
                .to_owned(),
            if_none_match: text(header::IF_NONE_MATCH).map(str::to_owned),
            form_key: super::security::form_token(&app.secret, &device),
            device,
            token_used: Arc::default(),
            now: Utc::now(),
            feed,
        }
    }

    /// The page as everybody sees it, without a request: for parts that are made once for all readers of a language.
    /// `path` is the one after the language.
    pub fn for_everybody(app: &App, lang: Lang, path: String) -> Page {
        let device = Device::default();
        Page {
            lang,
            path,
            viewer: None,
            unread: 0,
            hx: false,
            origin: app.config.absolute(""),
            site: Arc::default(),
            hidden_notice: String::new(),
            if_none_match: None,
            // No form of everybody's carries a token; this one fits nobody.
            form_key: String::new(),
            device,
            token_used: Arc::default(),
            now: Utc::now(),
            feed: app.feed.public_at(),
        }
    }

    /// Where a stream that this page opens begins: nothing after it is missing on the page.
    pub fn followed_from(&self) -> String {
        self.feed.to_string()
    }

    /// The text of a key in the page's language.
    pub fn t(&self, key: &str) -> String {
        i18n::t(self.lang, key)
    }

    /// The text of a key with one variable.
    pub fn t1(&self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        i18n::t_args(self.lang, key, [(name, value.into())])
    }

    /// The text of a key with two variables.
    pub fn t2(
        &self,
        key: &str,
        name1: &'static str,
        value1: impl Into<Arg>,
        name2: &'static str,
        value2: impl Into<Arg>,
    ) -> String {
        i18n::t_args(self.lang, key, [(name1, value1.into()), (name2, value2.into())])
    }

    /// An address in the page's language: `url("/incidents")` is `/en/incidents`.
    pub fn url(&self, path: &str) -> String {
        format!("/{}{path}", self.lang)
    }

    /// This page in another language.
    pub fn in_lang(&self, lang: &Lang) -> String {
        format!("/{lang}{}", self.path)
    }

    /// Every language.
    pub fn langs(&self) -> Vec<Lang> {
        Lang::all().collect()
    }

    /// Every language but this one, for the switch.
    pub fn other_langs(&self) -> Vec<Lang> {
        Lang::all().filter(|l| *l != self.lang).collect()
    }

    /// Address of a static file by its plain name.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// An icon of the sprite, hidden from screen readers: words stand beside it.
    pub fn icon(&self, name: &str) -> Icon {
        Icon { sprite: assets::url("img/sprite.svg"), name: name.to_owned() }
    }

    /// `5 March 2026`.
    pub fn date(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.lang, *at)
    }

    /// `5 March 2026, 14:05`.
    pub fn date_time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.lang, *at)
    }

    /// `3 hours ago`, or the date after 48 hours.
    pub fn ago(&self, at: &DateTime<Utc>) -> String {
        i18n::ago(self.lang, *at, self.now)
    }

    /// ISO 8601 for `<time datetime>`.
    pub fn iso(&self, at: &DateTime<Utc>) -> String {
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// The day alone in ISO 8601, in South African time.
    pub fn iso_day(&self, at: &DateTime<Utc>) -> String {
        i18n::iso_day(*at)
    }

    /// A whole number with groups.
    pub fn number(&self, n: impl std::borrow::Borrow<i64>) -> String {
        i18n::number(*n.borrow())
    }

    /// The token for the hidden field `_token`; a page that uses it is never stored by caches.
    pub fn token(&self) -> &str {
        self.token_used.store(true, Ordering::Relaxed);
        &self.form_key
    }

    /// Name of the site.
    pub fn site_name(&self) -> String {
        match self.site.settings.name.best(self.lang).1 {
            "" => self.t("base-site"),
            name => name.to_owned(),
        }
    }

    /// Emergency numbers: those of the settings, else the country's.
    pub fn numbers(&self) -> Vec<Number> {
        self.site.settings.shown_numbers()
    }

    /// Settings of the site.
    pub fn settings(&self) -> &Settings {
        &self.site.settings
    }

    /// The lines of one menu that have words, in order.
    pub fn menu(&self, name: &str) -> Vec<&MenuItem> {
        let worded = |item: &&MenuItem| item.menu == name && !item.labels.is_empty();
        self.site.menus.iter().filter(worded).collect()
    }

    /// The notice to show: none while the reader has put it away.
    pub fn notice(&self) -> Option<&Notice> {
        self.site.notice(self.now).filter(|n| n.key() != self.hidden_notice)
    }

    /// The notice of the moment, put away or not.
    pub fn any_notice(&self) -> Option<&Notice> {
        self.site.notice(self.now)
    }

    /// The same page as somebody sees it who is not signed in, at another address: for previews.
    pub fn as_visitor(&self, lang: Lang, path: &str) -> Page {
        Page {
            lang,
            path: path.to_owned(),
            viewer: None,
            hx: false,
            hidden_notice: String::new(),
            if_none_match: None,
            token_used: Arc::default(),
            ..self.clone()
        }
    }

    /// Whether the viewer edits pages.
    pub fn may_edit(&self) -> bool {
        self.viewer.as_ref().is_some_and(|v| v.is(Role::Editor) || v.is(Role::Admin))
    }

    /// The reader's `If-None-Match`, for answers that are no pages.
    pub fn if_none_match(&self) -> Option<&str> {
        self.if_none_match.as_deref()
    }

    /// Whether the page holds something of this visitor alone.
    pub(super) fn personal(&self) -> bool {
        self.viewer.is_some()
            || self.token_used.load(Ordering::Relaxed)
            || (self.notice().is_none() && self.any_notice().is_some())
    }

    /// Whether a form token was written, so that its device cookie must be set.
    pub(super) fn needs_device(&self) -> bool {
        self.token_used.load(Ordering::Relaxed)
    }

    /// Whether somebody is signed in.
    pub fn signed_in(&self) -> bool {
        self.viewer.is_some()
    }

    /// As whom an administrator looks at the site, if they do.
    pub fn seen_as(&self) -> Option<String> {
        let seen = self.viewer.as_ref()?.seen_as.as_ref()?;
        Some(match seen.role {
            Some(role) => self.t(&format!("accounts-role-{role}")),
            None if seen.name.is_empty() => self.t("accounts-people-nameless"),
            None => seen.name.clone(),
        })
    }

    /// Whether the viewer moderates or answers.
    pub fn is_staff(&self) -> bool {
        self.viewer.as_ref().is_some_and(Viewer::is_staff)
    }

    /// Whether the viewer administers.
    pub fn is_admin(&self) -> bool {
        self.viewer.as_ref().is_some_and(|v| v.is(Role::Admin))
    }

    /// Whether the path of this page begins with `start`, to mark the current link.
    pub fn at(&self, start: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or("");
        path == start || path.strip_prefix(start).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The path without its query.
    pub fn plain_path(&self) -> &str {
        self.path.split('?').next().unwrap_or("/")
    }
}

impl FromRequestParts<App> for Page {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Page::of(parts, app))
    }
}

/// Splits `/af/incidents?q=x` into the language and `/incidents?q=x`.
fn split_lang(full: &str) -> (Option<Lang>, &str) {
    let rest = full.trim_start_matches('/');
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    match rest[..end].parse() {
        Ok(lang) => (Some(lang), if end == rest.len() { "/" } else { &rest[end..] }),
        Err(_) => (None, full),
    }
}

/// The language for addresses without one: cookie, browser, default of the site.
pub fn guess_lang(parts: &Parts, app: &App) -> Lang {
    super::security::cookie(&parts.headers, "naboom-lang")
        .and_then(|code| code.parse().ok())
        .or_else(|| Lang::accept(parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?))
        .or_else(|| parts.extensions.get::<Arc<Site>>()?.settings.default_lang.parse().ok())
        .or_else(|| app.config.default_lang.parse().ok())
        .unwrap_or(Lang::EN)
}

/// An icon of the sprite; writes its own markup, which holds nothing that anybody typed.
pub struct Icon {
    sprite: String,
    name: String,
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Category icons come from admins: only plain names reach the markup.
        let name = if self.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            &self.name
        } else {
            "other"
        };
        write!(
            f,
            r##"<svg class="icon" width="24" height="24" aria-hidden="true" focusable="false"><use href="{0}#{1}" xlink:href="{0}#{1}"/></svg>"##,
            self.sprite, name
        )
    }
}

impl askama::filters::HtmlSafe for Icon {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_part_of_the_path() {
        assert_eq!(split_lang("/af/incidents?q=x"), (Some(Lang::af()), "/incidents?q=x"));
        assert_eq!(split_lang("/en"), (Some(Lang::EN), "/"));
        assert_eq!(split_lang("/en/"), (Some(Lang::EN), "/"));
        assert_eq!(split_lang("/feeds/incidents.atom"), (None, "/feeds/incidents.atom"));
    }
}
