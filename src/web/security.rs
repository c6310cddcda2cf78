//! Security of every answer and every change: headers, known hosts only, who sends (address, device), and the refusal of
//! changes that come from another site.
//!
//! A foreign `Origin` or `Sec-Fetch-Site` is refused by tower-http's layer. Browsers that send neither (Opera Mini, KaiOS)
//! must bring the form token, bound to a random device cookie: in the field `_token`, or in the query for multipart forms.

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::config::Secret;
use crate::error::Error;

/// A form without a file is never larger than this, so the token in it can be looked for: 256 KiB.
const MOST_FORM_BYTES: usize = 256 * 1024;

/// What a page may load: itself only. Photos previewed before sending are blobs of the page's own making.
macro_rules! csp {
    () => {
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    };
}
pub(super) use csp;

const CSP: &str = csp!();

/// A path as the log may hold it: links that are keys stay out.
pub fn loggable(path: &str) -> &str {
    let secret =
        ["/t/", "/stop/", "/reset/", "/verify/", "/resume/"].iter().any(|part| path.contains(part));
    if secret { "(secret link)" } else { path }
}

/// Sets the headers that every answer carries, errors too.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let framed = response.extensions().get::<super::respond::Framed>().is_some();
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if framed {
        headers.remove(header::X_FRAME_OPTIONS);
    }
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    if app.config.origin.scheme() == "https" {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

/// Answers only for the site's own name: an unknown `Host` gets 421, so that no link is ever built for another.
pub async fn known_host(State(app): State<App>, request: Request, next: Next) -> Response {
    let host = request.uri().authority().map(|a| a.as_str().to_owned()).or_else(|| {
        request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).map(str::to_owned)
    });
    let path = request.uri().path();
    let probe = path == "/healthz" || path == "/readyz";
    if probe || host.as_deref().is_some_and(|h| is_ours(&app, h)) {
        return next.run(request).await;
    }
    let mut response = Response::new(Body::from("421 Misdirected Request\n"));
    *response.status_mut() = http::StatusCode::MISDIRECTED_REQUEST;
    response.extensions_mut().insert(super::respond::Complete);
    response
}

fn is_ours(app: &App, host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host }
    });
    let own = app.config.origin.host_str().unwrap_or("");
    let loopback = |h: &str| matches!(h, "localhost" | "127.0.0.1" | "[::1]");
    name.eq_ignore_ascii_case(own) || (loopback(own) && loopback(name))
}

/// A browser as far as limits and form tokens know it: a random value in a cookie, no more.
#[derive(Clone, Debug)]
pub struct Device {
    id: String,
    fresh: bool,
    secure: bool,
}

impl Default for Device {
    fn default() -> Self {
        Self { id: crate::ids::random_token(), fresh: true, secure: false }
    }
}

impl Device {
    /// SHA-256 of the cookie's value: what rows keep.
    pub fn hash(&self) -> Vec<u8> {
        crate::ids::token_hash(&self.id)
    }

    /// Whether the browser brought the cookie with this request.
    pub fn is_known(&self) -> bool {
        !self.fresh
    }

    fn name(secure: bool) -> &'static str {
        if secure { "__Host-naboom-device" } else { "naboom-device" }
    }

    /// Puts the cookie into a response if the browser does not have it yet.
    pub fn set_cookie(&self, response: &mut Response) {
        if self.fresh {
            let cookie = set_cookie(Self::name(self.secure), &self.id, self.secure, 365);
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

/// A `Set-Cookie` value: HttpOnly, SameSite=Lax, whole site, for so many days. `value` must be URL-safe.
pub fn set_cookie(name: &str, value: &str, secure: bool, days: u32) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let age = u64::from(days) * 86_400;
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}"
    ))
    .unwrap_or(HeaderValue::from_static("naboom-none="))
}

/// Name of the cookie that holds the key of the report being written on this phone.
pub fn draft_cookie(secure: bool) -> &'static str {
    if secure { "__Host-naboom-draft" } else { "naboom-draft" }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v))
}

impl FromRequestParts<App> for Device {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Device>().cloned().unwrap_or_default())
    }
}

/// Who sends, as far as limits count it.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Address of the client; behind declared proxies the one they saw. IPv6 is cut to its /64.
    pub ip: IpNet,
    /// The browser.
    pub device: Device,
    /// A short kind of browser for staff: `Chrome on Android`. Never the whole user agent.
    pub browser: String,
}

impl FromRequestParts<App> for Sender {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let device = parts.extensions.get::<Device>().cloned().unwrap_or_default();
        let agent =
            parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("");
        Ok(Self {
            ip: client_address(parts, &app.config.trusted_proxies),
            device,
            browser: browser_kind(agent),
        })
    }
}

/// The client's address: the socket's, or, while that is a declared proxy, the next one to the left in `X-Forwarded-For`.
fn client_address(parts: &Parts, proxies: &[IpNet]) -> IpNet {
    let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let mut address = socket.unwrap_or(IpAddr::from([127, 0, 0, 1])).to_canonical();
    let forwarded = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .collect::<Vec<_>>();
    for hop in forwarded.iter().rev() {
        if !proxies.iter().any(|net| net.contains(&address)) {
            break;
        }
        match hop.parse::<IpAddr>() {
            Ok(ip) => address = ip.to_canonical(),
            Err(_) => break,
        }
    }
    match address {
        IpAddr::V4(ip) => IpNet::V4(Ipv4Net::from(ip)),
        IpAddr::V6(ip) => IpNet::V6(Ipv6Net::new(ip, 64).expect("64 is a prefix").trunc()),
    }
}

fn browser_kind(agent: &str) -> String {
    let pick = |names: &[(&str, &'static str)], other: &'static str| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map_or(other, |(_, name)| *name)
    };
    let browser = pick(
        &[
            ("Opera Mini", "Opera Mini"),
            ("OPR/", "Opera"),
            ("SamsungBrowser", "Samsung Internet"),
            ("Edg/", "Edge"),
            ("KAIOS", "KaiOS"),
            ("Firefox", "Firefox"),
            ("Chrome", "Chrome"),
            ("Safari", "Safari"),
            ("Lynx", "Lynx"),
            ("w3m", "w3m"),
        ],
        "?",
    );
    let system = pick(
        &[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "Mac"),
            ("Linux", "Linux"),
        ],
        "?",
    );
    format!("{browser}, {system}")
}

/// A digest that only this program can make: HMAC-SHA-256 under the secret, for one purpose.
pub fn keyed_digest(secret: &Secret, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("any length is a key");
    mac.update(purpose.as_bytes());
    for part in parts {
        mac.update(b"\0");
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// The token of a form on this device.
pub fn form_token(secret: &Secret, device: &Device) -> String {
    URL_SAFE_NO_PAD.encode(keyed_digest(secret, "form", &[device.id.as_bytes()]))
}

/// Reads the device cookie, and lets a change through only with a token when the browser says nothing of where it comes from.
pub async fn device_and_token(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    let secure = app.config.secure();
    let id = cookie(request.headers(), Device::name(secure))
        .filter(|id| id.len() == 43)
        .map(str::to_owned);
    let device =
        Device { fresh: id.is_none(), id: id.unwrap_or_else(crate::ids::random_token), secure };
    request.extensions_mut().insert(device.clone());
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let says = request.headers().contains_key(header::ORIGIN)
        || request.headers().contains_key("sec-fetch-site");
    let bearer = request.headers().contains_key(header::AUTHORIZATION);
    // A mail program that stops mail (RFC 8058) says nothing of where it comes from: the address is the secret.
    let stops = request.uri().path().starts_with("/stop/");
    if !safe && !says && !bearer && !stops {
        request = require_token(&form_token(&app.secret, &device), request).await?;
    }
    Ok(next.run(request).await)
}

async fn require_token(expected: &str, request: Request) -> Result<Request, Error> {
    let fits = |given: Option<String>| {
        given.is_some_and(|g| bool::from(g.as_bytes().ct_eq(expected.as_bytes())))
    };
    if fits(field(request.uri().query().unwrap_or("").as_bytes())) {
        return Ok(request);
    }
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Error::BadRequest("error-cross-site"));
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, MOST_FORM_BYTES).await.map_err(|_| Error::TooLarge)?;
    if !fits(field(&bytes)) {
        return Err(Error::BadRequest("error-cross-site"));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn field(form: &[u8]) -> Option<String> {
    url::form_urlencoded::parse(form)
        .find(|(name, _)| name == "_token")
        .map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(socket: &str, forwarded: &[&str]) -> Parts {
        let mut request = http::Request::builder();
        for value in forwarded {
            request = request.header("x-forwarded-for", *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(socket.parse().unwrap(), 1)));
        parts
    }

    #[test]
    fn only_declared_proxies_are_believed_and_from_the_right() {
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        let seen = |socket, forwarded: &[&str]| {
            client_address(&parts(socket, forwarded), &proxies).to_string()
        };
        assert_eq!(seen("203.0.113.9", &["1.1.1.1"]), "203.0.113.9/32");
        assert_eq!(seen("10.0.0.1", &["6.6.6.6, 198.51.100.7, 10.2.2.2"]), "198.51.100.7/32");
        assert_eq!(seen("10.0.0.1", &["6.6.6.6", "198.51.100.7"]), "198.51.100.7/32");
        assert_eq!(seen("10.0.0.1", &["junk"]), "10.0.0.1/32");
        assert_eq!(seen("2001:db8:1:2:3::4", &[]), "2001:db8:1:2::/64");
    }

    #[test]
    fn a_token_fits_its_own_device_only() {
        let secret = Secret::new("s".repeat(32));
        let (one, two) = (Device::default(), Device::default());
        assert_ne!(form_token(&secret, &one), form_token(&secret, &two));
        assert_eq!(form_token(&secret, &one), form_token(&secret, &one.clone()));
    }
}
