//! Pages are few statements: each is a walk to the database and back, which is far when that is another machine.

use crate::support::{TestApp, statements};

#[tokio::test]
async fn a_public_page_is_few_statements() {
    let app = TestApp::start().await;
    let one = app.incident().at(28.75, -24.55).create().await;
    app.incident().at(28.751, -24.55).create().await;
    let visitor = app.visitor();
    let show = format!("/en/incidents/{}", one.reference);
    for (path, most) in [
        ("/en/", 3),
        ("/en/incidents", 3),
        ("/en/incidents?status=open", 3),
        (show.as_str(), 3),
        ("/en/map", 4),
        // It first looks how common its words are: rare and common ones want different plans.
        ("/en/incidents?q=water", 6),
    ] {
        visitor.get(path).await.ok();
        // A name that no page knows makes it an address whose answer is not kept.
        let again = format!("{path}{}new=1", if path.contains('?') { '&' } else { '?' });
        let ran = statements(visitor.get(&again)).await;
        assert!((1..=most).contains(&ran.len()), "{path}: {ran:#?}");
    }
}
