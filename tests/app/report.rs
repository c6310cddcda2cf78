//! Reporting, as a resident does it: from the first page to the tracking link, and everything that can go wrong in between.

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

#[tokio::test]
async fn a_resident_reports_with_photos_in_afrikaans_and_follows_the_link() {
    let app = town().await;
    let phone = app.visitor();
    let what = phone.get("/af/report").await;
    what.ok().sees("Wat wil jy aanmeld?").sees("10177").sees("10111").sees("Waterlek");
    assert_eq!(what.header("cache-control"), "no-store");
    // What threatens life comes first.
    let names = what.all(".opt b");
    assert!(names.iter().position(|n| n == "Brand") < names.iter().position(|n| n == "Waterlek"));

    let to = phone.post("/af/report", &[("category", "water_leak")]).await;
    let page = phone.follow(&to).await;
    page.ok().sees("Waar is dit?").sees("Stap 2 van 5").sees("/af/report/resume/");
    assert_eq!(page.header("cache-control"), "no-store");
    let place = [
        ("place", "Xylofoonweg 12, by die geel hek"),
        ("lat", "-24.5171"),
        ("lon", "28.7152"),
        ("accuracy", "18.4"),
    ];
    let to = phone.post("/af/report/where", &place).await;
    let page = phone.follow(&to).await;
    page.ok().sees("Wat is verkeerd?").sees("Hoeveel water loop?");

    let (one, two) = (jpeg(10), jpeg(200));
    let fields = [
        ("description", "Water loop sedert gister. Die straat is nat."),
        ("q-flow", "stream"),
        ("day", ""),
    ];
    let files = [photo("een.jpg", &one), photo("twee.jpg", &two)];
    let to = phone.post_files("/af/report/details", &fields, &files).await;
    assert_eq!(to.location(), "/af/report/contact");
    let page = phone.follow(&to).await;
    page.ok().sees("Mag ons jou kontak?").sees("Die publiek sien dit nooit nie");
    let contact =
        [("name", "Anna Botha"), ("phone", "082 123 4567"), ("email", "anna@voorbeeld.com")];
    let to = phone.post("/af/report/contact", &contact).await;
    let check = phone.follow(&to).await;
    check.ok().sees("Kyk jou aanmelding na").sees("Xylofoonweg 12").sees("tot op omtrent 19 m");
    check
        .sees("Anna Botha")
        .sees("+27821234567")
        .sees("Water loop sedert gister")
        .sees("Nooit jou naam");
    assert_eq!(check.all(".previews li").len(), 2);

    let to = send(&phone, &check, "af").await;
    assert_eq!(to.location(), "/af/report/sent");
    let sent = phone.follow(&to).await;
    sent.ok()
        .sees("Dankie")
        .sees("Wat nou gebeur")
        .sees("Kyk eers na jou foto’s".to_lowercase().as_str());
    assert_eq!(sent.header("referrer-policy"), "no-referrer");
    let reference = sent.all(".ref").remove(0);
    let link = sent.attribute("a.secret", "href");
    let path = link.trim_start_matches("http://127.0.0.1:8080");
    assert!(path.starts_with("/af/t/"), "{link}");
    app.work().await;
    // The link works anywhere, without an account.
    app.visitor().get(path).await.ok().sees(&reference).sees("Water loop sedert gister");
    // A water leak is public at once; the exact place, the words for it and the reporter are not.
    let public = app.visitor().get(&format!("/af/incidents/{reference}")).await;
    public.ok().sees("Water loop sedert gister").does_not_see("Xylofoonweg").does_not_see("Anna");
    public.does_not_see("4567").does_not_see("28.7152").does_not_see("24.5171");
    assert_eq!(app.count("select count(*) from media where incident_id is not null and publication = 'pending' and state = 'ready'").await, 2);
    assert_eq!(app.count("select count(*) from report_drafts where data = '{}'").await, 1);
}

#[tokio::test]
async fn the_record_holds_what_was_told_and_history_replays_to_it() {
    let app = town().await;
    let phone = app.visitor().header("user-agent", "Mozilla/5.0 (Android 9) Chrome/79");
    let place =
        [("place", "by die stasie"), ("lat", "-24.5181"), ("lon", "28.7131"), ("accuracy", "35")];
    to_details(&phone, "en", "burglary", &place).await;
    let fields = [
        ("description", "Back door was broken open."),
        ("q-now", "no"),
        ("q-case", "12/3/2026"),
        ("day", "yesterday"),
    ];
    let wrong = phone.post_files("/en/report/details", &fields, &[]).await;
    wrong.status(422).sees("Enter the day like 5 March 2026");
    let today = chrono::Utc::now().format("%Y-%m-%d").to_string();
    let fields = [
        ("description", "Back door was broken open."),
        ("q-now", "no"),
        ("q-case", "12/3/2026"),
        ("day", &today),
    ];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone.post("/en/report/contact", &[("name", "Piet")]).await.status(303);
    let check = phone.get("/en/report/check").await;
    check.ok().sees("Once a community leader has looked at it").sees("12/3/2026");
    send(&phone, &check, "en").await.status(303);
    let row: (String, String, String, bool, bool, bool, String) = sqlx::query_as(
        "select publication::text, metadata->>'case', priority::text, area_id is not null, observed_at is not null,
                st_distancesphere(place, public_place) between 0 and 360, public_address from incidents",
    )
    .fetch_one(&app.app.db)
    .await
    .unwrap();
    assert_eq!((row.0.as_str(), row.1.as_str(), row.2.as_str()), ("pending", "12/3/2026", "high"));
    assert!(row.3 && row.4 && row.5, "{row:?}");
    // A burglary is on a grid of 500 m: its words are those of the suburb.
    assert!(!row.6.is_empty() && !row.6.contains("stasie"), "{}", row.6);
    let contact: (String, String) =
        sqlx::query_as("select name, browser from incident_contacts where ip is not null")
            .fetch_one(&app.app.db)
            .await
            .unwrap();
    assert_eq!(contact, ("Piet".to_owned(), "Chrome, Android".to_owned()));
    // No history row holds a word of the reporter.
    assert_eq!(app.count("select count(*) from history where new_value ilike '%broken%' or new_value ilike '%piet%' or new_value like '%28.7131%'").await, 0);
    assert_eq!(
        app.count("select count(*) from history_private where new_value ilike '%piet%'").await,
        1
    );
    assert!(acts::verify_history(&app.app.db).await.unwrap().is_empty());
    assert!(acts::replay_all(&app.app.db).await.unwrap().is_empty());
    // Pending answers like what never existed.
    let reference: String =
        sqlx::query_scalar("select reference from incidents").fetch_one(&app.app.db).await.unwrap();
    app.visitor().get(&format!("/en/incidents/{reference}")).await.status(404);
}

#[tokio::test]
async fn an_old_browser_without_origin_needs_the_token_and_can_report() {
    let app = town().await;
    let phone = app.visitor().old();
    let page = phone.get("/en/report").await;
    let token = page.field("_token");
    phone.post("/en/report", &[("category", "refuse")]).await.status(400);
    phone.post("/en/report", &[("category", "refuse"), ("_token", &token)]).await.status(303);
    phone
        .post("/en/report/where", &[("place", "Xylofoonweg 9"), ("_token", &token)])
        .await
        .status(303);
    let page = phone.get("/en/report/details").await;
    let action = page.attribute("#step", "action");
    assert!(action.contains("_token="), "{action}");
    phone.post_files("/en/report/details", &[("description", "x")], &[]).await.status(400);
    phone
        .post_files(&action, &[("description", "Bins stand since Monday.")], &[])
        .await
        .status(303);
    phone.post("/en/report/contact", &[("_token", &token)]).await.status(303);
    let check = phone.get("/en/report/check").await;
    let submission = check.field("submission");
    let to =
        phone.post("/en/report/check", &[("_token", &token), ("submission", &submission)]).await;
    phone.follow(&to).await.ok().sees("Your reference number");
}

#[tokio::test]
async fn every_refusal_says_what_to_do_and_keeps_everything_typed() {
    let app = town().await;
    let phone = app.visitor();
    let wrong = phone.post("/af/report", &[("category", "unicorn")]).await;
    wrong.status(422).sees("Kies wat jy wil aanmeld").sees("Fout:");
    assert_eq!(wrong.attribute(".errors a", "href"), "#category");
    phone.post("/af/report", &[("category", "power_outage")]).await.status(303);

    phone
        .post("/af/report/where", &[("place", "   ")])
        .await
        .status(422)
        .sees("Gee ’n straat of bekende punt");
    let long = "a".repeat(201);
    let wrong = phone.post("/af/report/where", &[("place", &long)]).await;
    wrong.status(422).sees("hoogstens 200");
    assert_eq!(wrong.field("place"), long);
    phone.post("/af/report/where", &[("place", "Xylofoonweg")]).await.status(303);

    let text = "Krag is af.\nDie hele straat: \"donker\" <b>nou</b>";
    let one = jpeg(1);
    let fields = [("description", text), ("day", "2030-01-01"), ("time", "25:99")];
    let wrong = phone.post_files("/af/report/details", &fields, &[photo("krag.jpg", &one)]).await;
    wrong.status(422).sees("Beantwoord hierdie vraag").sees("Gee die tyd soos 14:05");
    assert_eq!(wrong.field("description").trim(), text);
    assert_eq!((wrong.field("day"), wrong.field("time")), ("2030-01-01".into(), "25:99".into()));
    assert_eq!(wrong.all(".previews li").len(), 1, "the photo is kept");
    assert_eq!(wrong.attribute(".errors a", "href"), "#q-extent");
    let fields =
        [("description", text), ("q-extent", "street"), ("day", "2030-01-01"), ("time", "")];
    let wrong = phone.post_files("/af/report/details", &fields, &[]).await;
    wrong.status(422).sees("Hierdie tyd moet nog kom");
    assert_eq!(wrong.field("q-extent"), "street");
    let fields = [("description", text), ("q-extent", "street"), ("day", "")];
    phone.post_files("/af/report/details", &fields, &[]).await.status(303);

    let fields = [("name", "Anna"), ("email", "anna@"), ("phone", "12")];
    let wrong = phone.post("/af/report/contact", &fields).await;
    wrong.status(422).sees("Gee ’n e-posadres soos").sees("Gee ’n telefoonnommer soos");
    assert_eq!(
        (wrong.field("name"), wrong.field("email"), wrong.field("phone")),
        ("Anna".into(), "anna@".into(), "12".into())
    );
    // Back at any step, everything is as it was.
    assert_eq!(phone.get("/af/report/where").await.field("place"), "Xylofoonweg");
    assert_eq!(phone.get("/af/report").await.field("category"), "power_outage");
    let details = phone.get("/af/report/details").await;
    assert_eq!(details.field("description").trim(), text);
    assert_eq!(details.all(".previews li").len(), 1);
    assert_eq!(app.count("select count(*) from incidents").await, 0);
}

#[tokio::test]
async fn a_hundred_repeats_at_once_make_one_report_and_lead_to_one_page() {
    let app = town().await;
    let phone = app.visitor();
    let check = to_check(&phone, "en", "Deep pothole in the left lane.").await;
    let answers =
        futures_util::future::join_all((0..100).map(|_| send(&phone, &check, "en"))).await;
    for answer in &answers {
        assert_eq!(answer.location(), "/en/report/sent");
    }
    assert_eq!(app.count("select count(*) from incidents").await, 1);
    assert_eq!(app.count("select count(*) from history where field = 'state'").await, 1);
    assert_eq!(app.count("select count(*) from events where kind = 'reported'").await, 1);
    let first = phone.get("/en/report/sent").await;
    let again = send(&phone, &check, "en").await;
    let second = phone.follow(&again).await;
    assert_eq!(first.all(".ref"), second.all(".ref"));
    assert_eq!(first.attribute("a.secret", "href"), second.attribute("a.secret", "href"));
    // Every step of a sent report leads to its page; a new one begins empty.
    assert_eq!(phone.get("/en/report/details").await.location(), "/en/report/sent");
    assert_eq!(
        phone.post("/en/report", &[("category", "refuse")]).await.location(),
        "/en/report/where"
    );
    assert_eq!(phone.get("/en/report/where").await.ok().field("place"), "");
}

#[tokio::test]
async fn a_stop_question_shows_the_number_and_the_report_can_go_on() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "af", "road_accident", &[("place", "N1 by die afrit")]).await;
    let fields = [("description", "Twee motors het gebots."), ("q-hurt", "yes")];
    let to = phone.post_files("/af/report/details", &fields, &[]).await;
    assert_eq!(to.location(), "/af/report/stop");
    let stop = phone.follow(&to).await;
    stop.ok().sees("Bel nou 10177").sees("Is iemand beseer");
    assert_eq!(stop.attribute("a.call", "href"), "tel:10177");
    // Nothing typed is lost, and the wrong answer can be taken back.
    assert_eq!(
        phone.get("/af/report/details").await.field("description").trim(),
        "Twee motors het gebots."
    );
    let to = phone.post("/af/report/stop", &[("answer", "no")]).await;
    assert_eq!(to.location(), "/af/report/contact");
    assert_eq!(phone.get("/af/report/details").await.field("q-hurt"), "no");
    // With help on its way the answer stays for those who act on it.
    phone.post_files("/af/report/details", &fields, &[]).await.status(303);
    assert_eq!(
        phone.post("/af/report/stop", &[("answer", "phoned")]).await.location(),
        "/af/report/contact"
    );
    phone.post("/af/report/contact", &[]).await.status(303);
    let check = phone.get("/af/report/check").await;
    send(&phone, &check, "af").await.status(303);
    assert_eq!(app.count("select count(*) from incidents where metadata->>'hurt' = 'yes' and priority = 'critical'").await, 1);
}

#[tokio::test]
async fn leaders_who_cover_it_are_alerted_at_once_without_anything_personal() {
    let app = town().await;
    let leader = app.account(&[Role::Leader]).await;
    app.account(&[Role::Resident]).await;
    let narrow = app.account(&[Role::Leader]).await;
    sqlx::query("update accounts set lang = 'af' where id = $1")
        .bind(leader)
        .execute(&app.app.db)
        .await
        .unwrap();
    let water = app.category("water_leak").await;
    sqlx::query("update account_roles set categories = array[$2] where account_id = $1")
        .bind(narrow)
        .bind(water)
        .execute(&app.app.db)
        .await
        .unwrap();
    let phone = app.visitor();
    to_details(
        &phone,
        "en",
        "fire",
        &[("place", "Xylofoonweg 9"), ("lat", "-24.5171"), ("lon", "28.7152")],
    )
    .await;
    let fields = [("description", "A shop burns."), ("q-burning", "no"), ("q-hurt", "no")];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone
        .post("/en/report/contact", &[("name", "Anna Botha"), ("phone", "0821234567")])
        .await
        .status(303);
    let check = phone.get("/en/report/check").await;
    let sent = send(&phone, &check, "en").await;
    assert_eq!(sent.location(), "/en/report/sent");
    app.work().await;
    let mails = app.mail();
    assert_eq!(mails.len(), 1, "only the leader whose rights cover fires");
    let mail = &mails[0];
    assert!(mail.subject.starts_with("Dringend: Brand (NB-"), "{}", mail.subject);
    assert!(mail.text.contains("/af/moderation/NB-"), "{}", mail.text);
    for personal in ["Anna", "4567", "Hans", "shop burns", "28.7152"] {
        assert!(!mail.text.contains(personal), "{personal}: {}", mail.text);
    }
}

#[tokio::test]
async fn a_similar_report_nearby_can_be_followed_instead() {
    let app = town().await;
    let there = app
        .incident()
        .category("pothole")
        .title("Deep pothole in the left lane")
        .at(28.7152, -24.5171)
        .create()
        .await;
    let hidden = app
        .incident()
        .category("pothole")
        .title("Pothole, not public")
        .publication("pending")
        .at(28.7152, -24.5171)
        .create()
        .await;
    let closed = app
        .incident()
        .category("pothole")
        .title("Pothole, mended")
        .status("closed")
        .at(28.7152, -24.5171)
        .create()
        .await;
    let far = app
        .incident()
        .category("pothole")
        .title("Pothole at the other end")
        .at(28.76, -24.55)
        .create()
        .await;
    let phone = app.visitor();
    let place = [("place", ""), ("lat", "-24.5172"), ("lon", "28.7155")];
    to_details(&phone, "en", "pothole", &place).await;
    let to = phone
        .post_files("/en/report/details", &[("description", "Big hole in the road.")], &[])
        .await;
    assert_eq!(to.location(), "/en/report/nearby");
    let page = phone.follow(&to).await;
    page.ok().sees("Is it one of these?").sees(&there.title).does_not_see(&hidden.title);
    page.does_not_see(&closed.title).does_not_see(&far.title);
    // A report that is not public cannot be followed, whoever knows its reference.
    let to = phone.post("/en/report/nearby", &[("same", &there.reference)]).await;
    phone.follow(&to).await.ok().sees("You follow this report now").sees(&there.reference);
    assert_eq!(
        app.count("select count(*) from incident_followers where device_hash is not null").await,
        1
    );
    phone.post("/en/report/nearby", &[("same", &there.reference)]).await.status(303);
    assert_eq!(app.count("select count(*) from incident_followers").await, 1);
    assert_eq!(app.count("select count(*) from incidents").await, 4, "no second report");
    // It was something else after all.
    let to = phone.post("/en/report/nearby", &[("different", "1")]).await;
    assert_eq!(to.location(), "/en/report/contact");
    assert_eq!(app.count("select count(*) from incident_followers").await, 0);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    send(&phone, &check, "en").await.status(303);
    assert_eq!(app.count("select count(*) from incidents").await, 5);
    // Asked once: changing the text does not bring the question back for the same category.
    let anna = app.resident().await;
    to_details(&anna, "en", "pothole", &place).await;
    anna.post_files("/en/report/details", &[("description", "A hole.")], &[]).await.status(303);
    anna.post("/en/report/nearby", &[("same", &there.reference)]).await.status(303);
    assert_eq!(
        app.count("select count(*) from incident_followers where account_id is not null").await,
        1
    );
}

#[tokio::test]
async fn outside_the_area_is_taken_where_the_category_allows_it() {
    let app = town().await;
    let phone = app.visitor();
    phone.post("/en/report", &[("category", "water_leak")]).await.status(303);
    // Cape Town.
    let place = [("place", "Long Street"), ("lat", "-33.92"), ("lon", "18.42"), ("accuracy", "20")];
    let wrong = phone.post("/en/report/where", &place).await;
    wrong.status(422).sees("outside the area that we serve");
    assert_eq!((wrong.field("place"), wrong.field("lat")), ("Long Street".into(), "-33.92".into()));
    phone.post("/en/report", &[("category", "veld_fire")]).await.status(303);
    assert_eq!(phone.post("/en/report/where", &place).await.location(), "/en/report/details");
    phone.get("/en/report/where").await.ok().sees("You can still report it");
    let fields = [("description", "Smoke on the mountain."), ("q-near_homes", "no")];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    check.ok().sees("You can still report it");
    send(&phone, &check, "en").await.status(303);
    // Going back to a category that stays inside is noticed before sending.
    let other = app.visitor();
    other.post("/en/report", &[("category", "veld_fire")]).await.status(303);
    other.post("/en/report/where", &place).await.status(303);
    other.post_files("/en/report/details", &fields, &[]).await.status(303);
    other.post("/en/report/contact", &[]).await.status(303);
    other.post("/en/report", &[("category", "refuse")]).await.status(303);
    other.post_files("/en/report/details", &[("description", "Bins.")], &[]).await.status(303);
    assert_eq!(other.get("/en/report/check").await.location(), "/en/report/where?mend=1");
    other.get("/en/report/where?mend=1").await.ok().sees("outside the area that we serve");
}

#[tokio::test]
async fn a_place_in_words_a_suburb_and_the_gazetteer() {
    let app = town().await;
    let phone = app.visitor();
    phone.post("/af/report", &[("category", "other")]).await.status(303);
    let page = phone.get("/af/report/where").await;
    let suburbs = page.all("#suburb option");
    assert!(suburbs.iter().any(|s| s.contains("Naboomspruit")), "{suburbs:?}");
    // A name that several places have is asked once; what was typed may stand.
    let to = phone.post("/af/report/where", &[("place", "Naboomspruit")]).await;
    assert_eq!(to.location(), "/af/report/where?choose=1");
    let page = phone.follow(&to).await;
    page.ok().sees("Watter een bedoel jy?").sees("Nie een van hierdie nie");
    let id = page.attribute("input[name=found]", "value");
    let hidden = [("place", "Naboomspruit"), ("suburb", ""), ("found", "none")];
    assert_eq!(phone.post("/af/report/where", &hidden).await.location(), "/af/report/details");
    assert_eq!(
        phone.post("/af/report/where", &[("place", "Naboomspruit")]).await.location(),
        "/af/report/details"
    );
    let chosen = [("place", "Naboomspruit"), ("suburb", ""), ("found", &id)];
    phone.post("/af/report/where", &chosen).await.status(303);
    assert_eq!(
        app.count("select count(*) from report_drafts where data->'place'->>'found' is not null")
            .await,
        1
    );
    // Words alone are enough, and so is a suburb alone.
    assert_eq!(
        phone.post("/af/report/where", &[("place", "agter die ou meule")]).await.location(),
        "/af/report/details"
    );
    let suburb = page_value(&phone.get("/af/report/where").await, "Naboomspruit");
    assert_eq!(
        phone.post("/af/report/where", &[("place", ""), ("suburb", &suburb)]).await.location(),
        "/af/report/details"
    );
    phone
        .post(
            "/af/report/where",
            &[("place", ""), ("suburb", "00000000-0000-0000-0000-000000000000")],
        )
        .await
        .status(422);
}

/// The value of the first option of the suburb list whose text begins so.
fn page_value(page: &Answer, text: &str) -> String {
    let document = scraper::Html::parse_document(&page.text());
    let options = scraper::Selector::parse("#suburb option").expect("a selector");
    let mut found =
        document.select(&options).filter(|o| o.text().collect::<String>().contains(text));
    found.next().and_then(|o| o.attr("value")).expect("the suburb is in the list").to_owned()
}

#[tokio::test]
async fn the_map_is_opened_moved_and_tapped_without_a_script() {
    let app = town().await;
    let phone = app.visitor();
    phone.post("/en/report", &[("category", "pothole")]).await.status(303);
    phone.get("/en/report/where").await.ok().does_not_see("/map/drawn.svg");
    let to = phone.post("/en/report/where", &[("place", "Hans"), ("step", "open")]).await;
    assert_eq!(to.location(), "/en/report/where#map");
    let page = phone.get("/en/report/where").await;
    assert!(page.attribute("input[type=image]", "src").starts_with("/map/drawn.svg?"));
    assert_eq!(page.field("place"), "Hans");
    let view = |page: &Answer| {
        [
            ("map_lon", page.field("map_lon")),
            ("map_lat", page.field("map_lat")),
            ("map_z", page.field("map_z")),
        ]
    };
    let with = |view: &[(&'static str, String)], more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(String, String)> =
            view.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        fields.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        fields
    };
    let pairs = |fields: &[(String, String)]| {
        fields.iter().map(|(n, v)| (n.clone(), v.clone())).collect::<Vec<_>>()
    };
    let tapped =
        pairs(&with(&view(&page), &[("place", "Hans"), ("map.x", "200"), ("map.y", "100")]));
    let tapped: Vec<(&str, &str)> = tapped.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(phone.post("/en/report/where", &tapped).await.location(), "/en/report/where#map");
    let page = phone.get("/en/report/where").await;
    page.ok().sees("You marked this place on the map");
    let moved = with(&view(&page), &[("place", "Hans"), ("step", "clear")]);
    let moved: Vec<(&str, &str)> = moved.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    phone.post("/en/report/where", &moved).await.status(303);
    phone.get("/en/report/where").await.does_not_see("You marked this place");
}

#[tokio::test]
async fn broken_and_too_large_photos_touch_neither_the_others_nor_the_text() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    let (good, other) = (jpeg(3), jpeg(90));
    let broken = &jpeg(50)[..900];
    let large = vec![0xff; naboom::media::MOST_BYTES + 10];
    let files = [
        photo("good.jpg", &good),
        photo("broken.jpg", broken),
        photo("large.jpg", &large),
        photo("text.jpg", b"not a photo at all"),
        photo("other.jpg", &other),
    ];
    let fields = [("description", "Nobody fetched the bins."), ("q-day", "Monday")];
    let answer = phone.post_files("/en/report/details", &fields, &files).await;
    answer
        .status(422)
        .sees("broken.jpg")
        .sees("large.jpg")
        .sees("text.jpg")
        .sees("larger than 15 MB");
    assert_eq!(answer.all(".previews li").len(), 2);
    assert_eq!(answer.field("description").trim(), "Nobody fetched the bins.");
    assert_eq!(answer.field("q-day"), "Monday");
    // One is taken back; what was typed since is kept.
    let id = answer.attribute("button[name=remove]", "value");
    let to = phone
        .post_files("/en/report/details", &[("description", "Changed."), ("remove", &id)], &[])
        .await;
    assert_eq!(to.location(), "/en/report/details#photos");
    let page = phone.get("/en/report/details").await;
    assert_eq!(page.all(".previews li").len(), 1);
    assert_eq!(page.field("description").trim(), "Changed.");
    // The sender sees the photo once its sizes are made, nobody else does.
    app.work().await;
    let src = phone.get("/en/report/details").await.attribute(".previews img", "src");
    phone.get(&src).await.ok();
    app.visitor().get(&src).await.status(404);
    phone.post_files("/en/report/details", &[("description", "Changed.")], &[]).await.status(303);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    send(&phone, &check, "en").await.status(303);
    assert_eq!(app.count("select count(*) from media where incident_id is not null").await, 1);
    phone.get(&src).await.ok();
}

#[tokio::test]
async fn an_expired_draft_gives_back_what_was_just_typed() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    sqlx::query("update report_drafts set expires_at = now() - interval '1 minute'")
        .execute(&app.app.db)
        .await
        .unwrap();
    assert_eq!(phone.get("/en/report/details").await.location(), "/en/report?lost=1");
    let one = jpeg(4);
    let to = phone
        .post_files(
            "/en/report/details",
            &[("description", "Typed for a long time.")],
            &[photo("a.jpg", &one)],
        )
        .await;
    assert_eq!(to.location(), "/en/report?lost=1");
    phone
        .follow(&to)
        .await
        .ok()
        .sees("This report was open for too long")
        .sees("What you have just typed is kept");
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    let page = phone.get("/en/report/details").await;
    assert_eq!(page.field("description").trim(), "Typed for a long time.");
    assert_eq!(page.all(".previews li").len(), 1);
    // The same with a cookie that was lost, and with contact details.
    phone.forget();
    let to = phone.post("/en/report/contact", &[("name", "Anna")]).await;
    assert_eq!(to.location(), "/en/report?lost=1");
    assert_eq!(phone.get("/en/report/check").await.location(), "/en/report");
}

#[tokio::test]
async fn the_resume_link_opens_the_report_on_another_phone_after_asking() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    let link = phone.get("/en/report/details").await.attribute("a.secret", "href");
    let path = link.trim_start_matches("http://127.0.0.1:8080");
    let other = app.visitor();
    let page = other.get(path).await;
    page.ok().sees("Go on with a report").does_not_see("Xylofoonweg 9");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(other.post(path, &[]).await.location(), "/en/report/details");
    assert_eq!(other.get("/en/report/where").await.field("place"), "Xylofoonweg 9");
    app.visitor().get("/en/report/resume/nothing").await.status(404).sees("not here any more");
    // Only the digest of the key is stored.
    let key = path.rsplit('/').next().unwrap().to_owned();
    let kept: i64 = sqlx::query_scalar(
        "select count(*) from report_drafts where data::text like '%' || $1 || '%'",
    )
    .bind(&key)
    .fetch_one(&app.app.db)
    .await
    .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn the_language_switch_in_the_middle_keeps_what_was_typed() {
    let app = town().await;
    let phone = app.visitor();
    let to = phone.post("/en/report", &[("category", "refuse"), ("_lang", "af")]).await;
    assert_eq!(to.location(), "/af/report");
    assert_eq!(phone.follow(&to).await.field("category"), "refuse");
    let to = phone.post("/af/report/where", &[("place", "Xylofoonweg"), ("_lang", "en")]).await;
    assert_eq!(to.location(), "/en/report/where");
    assert_eq!(phone.follow(&to).await.field("place"), "Xylofoonweg");
    let one = jpeg(7);
    let fields = [("description", "Half a sent"), ("q-day", "Monday"), ("_lang", "af")];
    let to = phone.post_files("/en/report/details", &fields, &[photo("a.jpg", &one)]).await;
    assert_eq!(to.location(), "/af/report/details");
    let page = phone.follow(&to).await;
    assert_eq!(
        (page.field("description").trim(), page.field("q-day").as_str()),
        ("Half a sent", "Monday")
    );
    assert_eq!(page.all(".previews li").len(), 1);
    let to = phone.post("/af/report/contact", &[("phone", "08"), ("_lang", "en")]).await;
    assert_eq!(phone.follow(&to).await.field("phone"), "08");
}

#[tokio::test]
async fn somebody_signed_in_finds_their_details_and_follows_their_own_report() {
    let app = town().await;
    let phone = app.resident().await;
    let check = to_check(&phone, "en", "Hole in the road.").await;
    check.sees("None");
    let contact = phone.get("/en/report/contact").await;
    assert!(contact.field("email").is_empty(), "what was left empty stays empty");
    send(&phone, &check, "en").await.status(303);
    assert_eq!(app.count("select count(*) from incidents i join incident_followers f on f.incident_id = i.id and f.account_id = i.reporter_id").await, 1);
    phone.post("/en/report", &[("category", "refuse")]).await.status(303);
    assert!(phone.get("/en/report/contact").await.field("email").ends_with("@example.org"));
    phone.get("/en/my/reports").await.ok().sees("Hole in the road");
    // Somebody else who signs in on the same phone does not see what was begun.
    let mut other = app.visitor();
    phone.post("/en/report/where", &[("place", "A secret place")]).await.status(303);
    let link = phone.get("/en/report/where").await.attribute("a.secret", "href");
    other.post(link.trim_start_matches("http://127.0.0.1:8080"), &[]).await.status(303);
    assert_eq!(other.get("/en/report/where").await.field("place"), "A secret place");
    let account = app.account(&[Role::Resident]).await;
    app.sign_in(&mut other, account).await;
    assert_eq!(other.get("/en/report/where").await.location(), "/en/report?lost=1");
}

#[tokio::test]
async fn too_many_reports_in_an_hour_are_refused_and_nothing_is_lost() {
    let app = town().await;
    let phone = app.visitor();
    // The device cookie comes with the first form.
    phone.get("/en/report").await.ok();
    for n in 0..20 {
        let check = to_check(&phone, "en", &format!("Hole number {n} of many.")).await;
        send(&phone, &check, "en").await.status(303);
    }
    let check = to_check(&phone, "en", "One hole too many.").await;
    let answer = send(&phone, &check, "en").await;
    answer.status(429).sees("Nothing is lost").sees("One hole too many.");
    send(&phone, &answer, "en").await.status(429);
    assert_eq!(app.count("select count(*) from incidents").await, 20);
    // A neighbour behind the same address is not hindered.
    let other = app.visitor();
    other.get("/en/report").await.ok();
    let check = to_check(&other, "en", "The neighbour sees it too.").await;
    send(&other, &check, "en").await.status(303);
}

#[tokio::test]
async fn another_report_begun_on_the_phone_is_never_sent_in_place_of_the_one_on_the_page() {
    let app = town().await;
    let phone = app.visitor();
    let old = to_check(&phone, "en", "The first one.").await;
    phone.post("/en/report", &[("fresh", "1")]).await.status(303);
    to_check(&phone, "en", "The second one.").await;
    let answer = send(&phone, &old, "en").await;
    answer.status(422).sees("Check this report again").sees("The second one.");
    send(&phone, &answer, "en").await.status(303);
    assert_eq!(
        app.count("select count(*) from incidents where description = 'The second one.'").await,
        1
    );
    assert_eq!(app.count("select count(*) from incidents").await, 1);
}

#[tokio::test]
async fn a_hidden_category_shows_the_public_no_place_at_all() {
    let app = town().await;
    let phone = app.visitor();
    let place = [("place", "Xylofoonweg 9 4"), ("lat", "-24.5171"), ("lon", "28.7152")];
    to_details(&phone, "en", "assault", &place).await;
    let fields = [("description", "Somebody was hit."), ("q-now", "no")];
    phone.post_files("/en/report/details", &fields, &[]).await.status(303);
    phone.post("/en/report/contact", &[]).await.status(303);
    let check = phone.get("/en/report/check").await;
    check.ok().sees("The place is not shown.");
    send(&phone, &check, "en").await.status(303);
    assert_eq!(
        app.count(
            "select count(*) from incidents where place is not null and area_id is not null and public_place is null
             and public_area_id is null and public_address = '' and publication = 'pending'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn the_clean_up_forgets_old_drafts_and_devices() {
    let app = town().await;
    let phone = app.visitor();
    let check = to_check(&phone, "en", "Hole in the road.").await;
    send(&phone, &check, "en").await.status(303);
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    sqlx::raw_sql(
        "update report_drafts set expires_at = now() - interval '1 day' where incident_id is null;
         update incident_contacts set created_at = now() - interval '31 days'",
    )
    .execute(&app.app.db)
    .await
    .unwrap();
    incidents::clean_up(&app.app.db).await.unwrap();
    assert_eq!(app.count("select count(*) from report_drafts").await, 1);
    assert_eq!(
        app.count("select count(*) from incident_contacts where ip is null and browser = ''").await,
        1
    );
}

#[tokio::test]
async fn a_store_that_is_away_takes_the_text_all_the_same() {
    let app = town().await;
    let phone = app.visitor();
    to_details(&phone, "en", "refuse", &[("place", "Xylofoonweg 9")]).await;
    // The folder of stored files becomes a file, so that nothing can be put into it.
    let folder = app.app.config.data_dir.join("media");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::write(&folder, b"in the way").unwrap();
    let one = jpeg(5);
    let answer = phone
        .post_files("/en/report/details", &[("description", "Bins.")], &[photo("a.jpg", &one)])
        .await;
    answer.status(422).sees("Your text is safe");
    let to = phone.post_files("/en/report/details", &[("description", "Bins.")], &[]).await;
    assert_eq!(to.location(), "/en/report/contact");
}
