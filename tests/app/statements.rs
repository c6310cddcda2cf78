//! Pages are few statements: each is a walk to the database and back, which is far when that is another machine.

use crate::support::{TestApp, statements};

/// Statements of one page at most, when what all pages share is known already.
const MOST: usize = 3;

/// The same for a search, which first looks how common its words are: rare and common ones want different plans.
const MOST_OF_SEARCH: usize = 6;

#[tokio::test]
async fn a_public_page_is_three_statements_at_most() {
    let app = TestApp::start().await;
    let one = app.incident().at(28.75, -24.55).create().await;
    app.incident().at(28.751, -24.55).create().await;
    let visitor = app.visitor();
    let (show, shown) = (format!("/en/incidents/{}", one.reference), "/en/incidents?status=open");
    for path in ["/en/", "/en/incidents", shown, "/en/incidents?q=water", "/en/map", &show] {
        visitor.get(path).await.ok();
        // A name that no page knows makes it an address whose answer is not kept.
        let again = format!("{path}{}new=1", if path.contains('?') { '&' } else { '?' });
        let ran = statements(visitor.get(&again)).await;
        let most = if path.contains("q=") { MOST_OF_SEARCH } else { MOST };
        let reads = ran.iter().filter(|s| !is_frame(s)).count();
        assert!((1..=most).contains(&reads), "{path}: {ran:#?}");
    }
}

/// The beginning and end of a transaction that reads.
fn is_frame(statement: &str) -> bool {
    ["begin", "commit", "rollback"].iter().any(|word| statement.to_lowercase().contains(word))
}
