//! What the public reads, and the page on which a notice is put away without a script.

use askama::Template;
use http::{HeaderValue, header};

use crate::error::Result;
use crate::web::page::{NOTICE_COOKIE, Page};
use crate::web::respond;
use crate::web::routes::{Policy, Routes};

/// How long a notice stays away: 30 days.
const AWAY: u32 = 30 * 86_400;

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/{lang}/notice", Policy::Public, notice).post(
        "/{lang}/notice",
        Policy::Public,
        hide_notice,
    )
}

#[derive(Template)]
#[template(path = "cms/notice_hide.html")]
struct NoticePage {
    page: Page,
}

/// `GET /{lang}/notice`: the notice of the moment, with a button that puts it away.
async fn notice(page: Page) -> Result {
    respond::page(&page, &NoticePage { page: page.clone() })
}

/// `POST /{lang}/notice`: puts it away on this device.
async fn hide_notice(page: Page) -> Result {
    let mut response = respond::see_other(&page.url("/"));
    if let Some(notice) = page.any_notice() {
        let cookie =
            format!("{NOTICE_COOKIE}={}; Path=/; Max-Age={AWAY}; SameSite=Lax", notice.key());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}
