//! The library of pictures: taken in at the one door, described, shown on pages, seen only with a page that is public.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::{post, publish, site, write};
use crate::support::{Answer, Browser, File, TestApp};

/// A photo of a camera with a mark of its place in it, another one for every `n`.
fn jpeg(n: u8) -> Vec<u8> {
    let image =
        RgbImage::from_fn(1600, 900, |x, y| Rgb([(x / 8 % 256) as u8, (y / 8 % 256) as u8, n]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image).write_to(&mut bytes, ImageFormat::Jpeg).expect("encodes");
    let mut bytes = bytes.into_inner();
    // A segment of metadata right behind the mark of the beginning.
    let place = b"Exif\0\0-24.5167,28.7167";
    let mut segment = vec![0xff, 0xe1, 0, place.len() as u8 + 2];
    segment.extend(place);
    bytes.splice(2..2, segment);
    bytes
}

async fn send(who: &Browser, at: &str, fields: &[(&str, &str)], bytes: &[u8]) -> Answer {
    let page = who.get(at.trim_end_matches("/file")).await;
    let action = page.ok().attribute("form[enctype]", "action");
    assert!(action.starts_with(at), "{action}");
    let file = File { field: "file", name: "town-hall.jpg", kind: "image/jpeg", bytes };
    who.post_files(&action, fields, &[file]).await
}

/// Adds a picture; its number.
async fn add(who: &Browser, n: u8, fields: &[(&str, &str)]) -> i64 {
    let to = send(who, "/en/admin/images/new", fields, &jpeg(n)).await.location();
    to.rsplit('/').next().unwrap().split('?').next().unwrap().parse().unwrap()
}

/// Where a page has the file of its only picture.
async fn src(who: &Browser, page: &str) -> String {
    who.get(page).await.ok().attribute("article img", "src")
}

#[tokio::test]
async fn a_picture_is_public_with_the_page_that_shows_it_and_not_before_or_after() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let said = [("name", "Hall"), ("alt-en", "The town hall"), ("focus", "50-0")];
    let number = add(&editor, 1, &said).await;
    let own = format!("/en/admin/images/{number}");
    let file = editor.get(&own).await.ok().attribute("main img", "src");
    editor.get(&file).await.ok();
    for who in [&visitor, &app.resident().await, &app.leader().await] {
        who.get(&file).await.status(404);
    }
    let page = write(&editor, "hall", "Hall", "Saal").await;
    let body = format!("Words.\n\nimage: {number} wide = Built <i>in</i> 1910");
    post(&editor, &page, &[("body-en", &body)]).await.status(303);
    visitor.get(&file).await.status(404);
    publish(&editor, &page).await;
    let shown = visitor.get("/en/p/hall").await;
    let text = shown.ok().text();
    assert!(text.contains("Built &lt;i&gt;in&lt;/i&gt; 1910"), "{text}");
    for (attribute, value) in [
        ("alt", "The town hall"),
        ("loading", "lazy"),
        ("width", "640"),
        ("height", "360"),
        ("class", "band at-50-0"),
    ] {
        assert_eq!(shown.attribute("article img", attribute), value);
    }
    assert_eq!(shown.attribute("article img", "srcset").matches("/media/").count(), 3);
    assert_eq!(src(&visitor, "/en/p/hall").await, file);
    let bytes = visitor.get(&file).await.ok().body.clone();
    assert!(!bytes.windows(4).any(|w| w == b"Exif") && bytes.len() < 100_000, "{}", bytes.len());
    // A draft without it takes nothing from the public; a page that is public no more does.
    post(&editor, &page, &[("body-en", "Words.")]).await.status(303);
    visitor.get(&file).await.ok();
    editor.post(&format!("{page}/unpublish"), &[]).await.status(303);
    visitor.get(&file).await.status(404);
}

#[tokio::test]
async fn a_planned_page_shows_its_picture_from_its_minute_on_and_an_ended_one_no_more() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let number = add(&editor, 1, &[("decorative", "yes")]).await;
    let page = write(&editor, "fair", "Fair", "Fees").await;
    post(&editor, &page, &[("body-en", &format!("Words.\n\nimage: {number}"))]).await.status(303);
    let own = format!("/en/admin/images/{number}");
    let file = editor.get(&own).await.ok().attribute("main img", "src");
    app.as_owner("update cms_pages set scheduled = draft, go_live_at = now() + interval '1 day' where slug = 'fair'").await;
    visitor.get(&file).await.status(404);
    app.as_owner(
        "update cms_pages set go_live_at = now() - interval '1 second' where slug = 'fair'",
    )
    .await;
    visitor.get(&file).await.ok();
    let shown = visitor.get("/en/p/fair").await;
    assert_eq!(shown.attribute("article img", "alt"), "");
    app.as_owner("update cms_pages set expire_at = now() where slug = 'fair'").await;
    visitor.get(&file).await.status(404);
}

#[tokio::test]
async fn another_file_takes_the_place_on_every_page_and_what_is_used_stays() {
    let app = site().await;
    app.jobs_may_wait();
    let (editor, visitor) = (app.editor().await, app.visitor());
    let number = add(&editor, 1, &[]).await;
    let own = format!("/en/admin/images/{number}");
    editor.get(&own).await.ok().sees("town hall").sees("No page shows it");
    let page = write(&editor, "hall", "Hall", "Saal").await;
    post(&editor, &page, &[("body-en", &format!("image: {number}"))]).await.status(303);
    publish(&editor, &page).await;
    let old = src(&visitor, "/en/p/hall").await;
    send(&editor, &format!("{own}/file"), &[], &jpeg(2)).await.status(303);
    let new = src(&visitor, "/en/p/hall").await;
    assert_ne!(old, new);
    visitor.get(&new).await.ok();
    visitor.get(&old).await.status(404);
    editor.post(&format!("{own}/remove"), &[]).await.status(422).sees("once no page shows it");
    editor.get(&own).await.ok().sees("/p/hall");
    // Clean-up leaves it alone however old it is.
    app.as_owner("update media set created_at = now() - interval '3 days'").await;
    naboom::media::clean_up(&app.app).await.unwrap();
    visitor.get(&new).await.ok();
    post(&editor, &page, &[("body-en", "Words.")]).await.status(303);
    publish(&editor, &page).await;
    editor.post(&format!("{own}/remove"), &[]).await.status(303);
    assert_eq!(app.count("select count(*) from cms_images").await, 0);
    assert_eq!(app.count("select count(*) from media").await, 0);
    let history = app.admin().await.get("/en/admin/history?subject=image").await;
    history.ok().sees("town hall");
}

#[tokio::test]
async fn a_missing_description_is_told_before_the_page_is_published_and_a_button_puts_the_line_in()
{
    let app = site().await;
    let editor = app.editor().await;
    let number = add(&editor, 1, &[("alt-en", "The hall")]).await.to_string();
    let page = write(&editor, "hall", "Hall", "Saal").await;
    for lang in ["en", "af"] {
        let field = format!("picture-{lang}");
        post(&editor, &page, &[("insert", lang), (&field, &number)]).await.status(303);
    }
    let shown = editor.get(&page).await;
    assert!(shown.ok().field("body-af").ends_with(&format!("\n\nimage: {number}")));
    shown.sees("Afrikaans: A picture has no alternative text");
    assert!(!shown.words().contains("English: A picture has no"));
    let list = editor.get("/en/admin/images?q=hall").await;
    list.ok().sees("Afrikaans");
    editor.get("/en/admin/images?q=nothing").await.ok().sees("No pictures here yet");
    let own = format!("/en/admin/images/{number}");
    let all = [("version", "1"), ("name", "Hall"), ("alt-en", "The hall"), ("alt-af", "Die saal")];
    editor.post(&own, &all).await.status(303);
    assert!(!editor.get(&page).await.words().contains("A picture has no alternative"));
    editor.post(&own, &all).await.status(422).sees("Somebody else changed it");
    editor.post(&own, &[("version", "2"), ("name", "")]).await.status(422).sees("Enter a name");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_with_what_was_typed_and_strangers_see_nothing() {
    let app = site().await;
    let editor = app.editor().await;
    let typed = [("name", "Hall"), ("alt-en", "<script>alert(1)</script>")];
    let answer = send(&editor, "/en/admin/images/new", &typed, b"<svg onload=alert(1)>").await;
    answer.status(422);
    assert_eq!(answer.field("alt-en"), "<script>alert(1)</script>");
    assert!(!answer.text().contains("<script>alert"));
    send(&editor, "/en/admin/images/new", &typed, b"").await.status(422);
    assert_eq!(app.count("select count(*) from cms_images").await, 0);
    let number = add(&editor, 1, &typed).await;
    let own = format!("/en/admin/images/{number}");
    for address in ["/en/admin/images", &own] {
        let page = editor.get(address).await;
        assert!(!page.ok().text().contains("<script>alert"), "{address}");
    }
    for who in [app.leader().await, app.resident().await] {
        who.get("/en/admin/images").await.status(403);
        who.get(&own).await.status(403);
    }
    editor.get("/en/admin/images/x").await.status(404);
    editor.get("/en/admin/images/999").await.status(404);
}

#[tokio::test]
async fn an_editor_of_a_section_does_not_change_the_pictures_of_others() {
    let app: TestApp = site().await;
    let (admin, editor) = (app.admin().await, app.editor().await);
    let number = add(&admin, 1, &[]).await;
    let page = write(&admin, "hall", "Hall", "Saal").await;
    post(&admin, &page, &[("body-en", &format!("image: {number}"))]).await.status(303);
    write(&admin, "help", "Help", "Hulp").await;
    app.as_owner(
        "insert into cms_editors (account_id, limited, sections)
         select r.account_id, true, array(select id from cms_pages where slug = 'help')
         from account_roles r where r.role = 'editor'",
    )
    .await;
    let own = format!("/en/admin/images/{number}");
    editor.get(&own).await.ok().sees("only others can change it").does_not_see("p/hall");
    let fields = [("version", "1"), ("name", "Mine")];
    editor.post(&own, &fields).await.status(403);
    editor.post(&format!("{own}/remove"), &[]).await.status(403);
}
