//! A browser as tests see it: it keeps cookies, follows a redirect when told, and judges what a person would see.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes};
use http::{HeaderMap, Method, Request, StatusCode, header};
use naboom::ids::AccountId;
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use super::ORIGIN;

/// Somebody's browser. Requests go straight into the router.
pub struct Browser {
    router: Router,
    cookies: RefCell<BTreeMap<String, String>>,
    /// Headers added to every request.
    headers: Vec<(&'static str, String)>,
    /// Whether it names the page's origin with every change, as browsers since 2020 do.
    modern: bool,
    /// Who is signed in.
    pub account: Option<AccountId>,
}

/// A file for a form.
pub struct File<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Name as the phone gives it.
    pub name: &'a str,
    /// Content type as the phone claims it.
    pub kind: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

impl Browser {
    pub(super) fn new(router: Router) -> Self {
        let host = ORIGIN.trim_start_matches("http://");
        let headers = vec![("host", host.to_owned()), ("accept-language", "en".to_owned())];
        Self { router, cookies: RefCell::default(), headers, modern: true, account: None }
    }

    /// An old browser that says nothing of where a form comes from, so that only the form token lets a change through.
    pub fn old(mut self) -> Self {
        self.modern = false;
        self
    }

    /// With a header on every request, in place of what this browser would send.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(n, _)| *n != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Loads a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Bytes::new()).await
    }

    /// The same as htmx asks: for a part of the page.
    pub async fn get_part(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("hx-request", "true")], Bytes::new()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, &[URLENCODED], encode(fields)).await
    }

    /// Sends a form with files.
    pub async fn post_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Answer {
        const BOUNDARY: &str = "----naboom-test-7d8f3a1c";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(head.bytes());
        }
        for File { field, name, kind, bytes } in files {
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 content-type: {kind}\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &[("content-type", &kind)], body.into()).await
    }

    /// Goes where a redirect leads.
    pub async fn follow(&self, answer: &Answer) -> Answer {
        self.get(&answer.location()).await
    }

    /// Any request.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Answer {
        let request = format!("{method} {path}");
        let (parts, body) = self.open(method, path, headers, body).await.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a whole body");
        Answer { request, status: parts.status, headers: parts.headers, body }
    }

    /// Any request, without waiting for the end of the answer's body.
    pub async fn open(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> http::Response<Body> {
        let mut request = Request::builder().method(method.clone()).uri(path);
        let cookies: Vec<_> =
            self.cookies.borrow().iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if self.modern && method != Method::GET {
            request =
                request.header(header::ORIGIN, ORIGIN).header("sec-fetch-site", "same-origin");
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response =
            self.router.clone().oneshot(request).await.expect("the router always answers");
        self.keep_cookies(response.headers());
        response
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Forgets all cookies, as a phone does that was wiped.
    pub fn forget(&self) {
        self.cookies.borrow_mut().clear();
    }

    pub(super) fn keep_cookies(&self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a readable cookie");
            let mut parts = cookie.split(';').map(str::trim);
            let (name, value) =
                parts.next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            let gone = value.is_empty() || parts.any(|part| part.eq_ignore_ascii_case("max-age=0"));
            let mut cookies = self.cookies.borrow_mut();
            if gone {
                cookies.remove(name);
            } else {
                cookies.insert(name.into(), value.into());
            }
        }
    }
}

const URLENCODED: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn encode(fields: &[(&str, &str)]) -> Bytes {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into()
}

/// What came back. The judging methods return the answer, so that they chain, and say what they saw when they fail.
pub struct Answer {
    request: String,
    /// Status code.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Bytes.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The words of the page as a person reads them: no tags, blanks in a row are one.
    pub fn words(&self) -> String {
        let page = Html::parse_document(&self.text());
        let words = page.root_element().text().flat_map(str::split_whitespace);
        words.collect::<Vec<_>>().join(" ")
    }

    /// Expects this status.
    #[track_caller]
    pub fn status(&self, expected: u16) -> &Self {
        assert_eq!(self.status.as_u16(), expected, "{}: {}", self.request, self.start());
        self
    }

    /// Expects 200.
    #[track_caller]
    pub fn ok(&self) -> &Self {
        self.status(200)
    }

    /// Expects that a person reads these words on the page.
    #[track_caller]
    pub fn sees(&self, words: &str) -> &Self {
        let seen = self.words();
        assert!(seen.contains(words), "{}: {words:?} is not in: {seen}", self.request);
        self
    }

    /// Expects that nobody reads these words, not even in the source of the page.
    #[track_caller]
    pub fn does_not_see(&self, words: &str) -> &Self {
        assert!(!self.words().contains(words), "{}: {words:?} is on the page", self.request);
        assert!(
            !self.text().contains(words),
            "{}: {words:?} is in the page's source",
            self.request
        );
        self
    }

    /// Where a 303 leads.
    #[track_caller]
    pub fn location(&self) -> String {
        self.status(303);
        self.header("location").to_owned()
    }

    /// Text of every element that a CSS selector finds.
    #[track_caller]
    pub fn all(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).expect("a CSS selector");
        let text = |e: scraper::ElementRef| {
            e.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
        };
        page.select(&selector).map(text).collect()
    }

    /// An attribute of the first element that a CSS selector finds.
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        let page = Html::parse_document(&self.text());
        let found = Selector::parse(selector).expect("a CSS selector");
        let found = page.select(&found).next().and_then(|e| e.attr(name)).map(str::to_owned);
        found.unwrap_or_else(|| {
            panic!("{}: no {selector} with {name}: {}", self.request, self.start())
        })
    }

    /// What a form field holds: for "everything typed is still there" and for hidden fields.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let page = Html::parse_document(&self.text());
        let selector = format!(
            "input[name='{name}']:not([type=radio]):not([type=checkbox]), input[name='{name}'][checked], \
             textarea[name='{name}'], select[name='{name}'] option[selected]"
        );
        let selector = Selector::parse(&selector).expect("a field name");
        let field = page.select(&selector).next();
        let field =
            field.unwrap_or_else(|| panic!("{}: no field {name}: {}", self.request, self.start()));
        match field.value().name() {
            "textarea" => field.text().collect(),
            _ => field.attr("value").unwrap_or_default().to_owned(),
        }
    }

    /// Every hidden field of the form that posts to `action` (or of the first form), ready to be sent back.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.text());
        let selector =
            Selector::parse("main form[method=post] input[type=hidden][name]").expect("a selector");
        let pair = |e: scraper::ElementRef| {
            Some((e.attr("name")?.to_owned(), e.attr("value").unwrap_or_default().to_owned()))
        };
        page.select(&selector).filter_map(pair).collect()
    }

    fn start(&self) -> String {
        self.text().chars().take(2000).collect()
    }
}
