//! Reporting, as a resident does it: from the first page to the tracking link, and everything that can go wrong in between.

mod category;
mod draft;
mod filing;
mod place;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use naboom::auth::Role;
use naboom::incidents::actions as acts;
use naboom::{categories, incidents, places};

use crate::support::{Answer, Browser, File, TestApp};

/// A town with its categories, places and areas.
async fn town() -> TestApp {
    let app = TestApp::start().await;
    categories::seed(&app.app).await.expect("the categories");
    places::seed(&app.app, None).await.expect("the places");
    app.jobs_may_wait();
    app
}

fn jpeg(n: u8) -> Vec<u8> {
    let image = RgbImage::from_fn(640, 480, |x, y| Rgb([(x / 3) as u8, (y / 2) as u8, n]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image).write_to(&mut bytes, ImageFormat::Jpeg).expect("encodes");
    bytes.into_inner()
}

fn photo<'a>(name: &'a str, bytes: &'a [u8]) -> File<'a> {
    File { field: "photos", name, kind: "image/jpeg", bytes }
}

/// Through "what" and "where"; ends at the details.
async fn to_details(phone: &Browser, lang: &str, category: &str, place: &[(&str, &str)]) {
    let what = format!("/{lang}/report");
    let to = phone.post(&what, &[("category", category)]).await.location();
    assert_eq!(to, format!("/{lang}/report/where"));
    let to = phone.post(&to, place).await.location();
    assert_eq!(to, format!("/{lang}/report/details"));
}

/// The whole way to the page before sending; gives that page.
async fn to_check(phone: &Browser, lang: &str, text: &str) -> Answer {
    to_details(phone, lang, "pothole", &[("place", "voor die biblioteek in Xylofoonweg 12")]).await;
    let details = format!("/{lang}/report/details");
    let to = phone.post_files(&details, &[("description", text)], &[]).await.location();
    let to = match to.ends_with("/nearby") {
        true => phone.post(&to, &[("different", "1")]).await.location(),
        false => to,
    };
    assert_eq!(to, format!("/{lang}/report/contact"));
    let to = phone.post(&to, &[]).await.location();
    assert_eq!(to, format!("/{lang}/report/check"));
    phone.get(&to).await
}

async fn send(phone: &Browser, check: &Answer, lang: &str) -> Answer {
    let submission = check.field("submission");
    phone.post(&format!("/{lang}/report/check"), &[("submission", &submission)]).await
}
