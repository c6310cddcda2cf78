//! Inviting somebody by mail: the account stands with its roles, and the link in the mail sets its first password.

use serde_json::json;

use super::mail;
use super::people::{begin_as_admin, store_grants};
use crate::accounts::model::{InviteForm, Login};
use crate::accounts::queries::{self, Purpose, Row};
use crate::app::App;
use crate::auth::{self, Viewer};
use crate::error::Error;
use crate::ids::{AccountId, random_token, token_hash};

/// How long the link works: a week. An account that nobody confirmed goes a day later.
const WEEK: i64 = 7 * 86_400;

/// Invites; none if the address has an account.
pub async fn invite(
    app: &App,
    actor: &Viewer,
    form: &InviteForm,
    login: &Login,
) -> Result<Option<AccountId>, Error> {
    // Nobody knows this password: only the link opens the account.
    let hash = auth::hash_password(random_token()).await?;
    let mut tx = app.db.begin().await?;
    begin_as_admin(&mut tx, actor).await?;
    let id = AccountId::new();
    let row = Row {
        id,
        login,
        name: &form.name,
        lang: form.lang,
        password_hash: &hash,
        confirmed: false,
    };
    if !queries::insert(&mut *tx, &row).await? {
        return Ok(None);
    }
    let me = Some(actor.account);
    queries::insert_event(&mut *tx, id, me, "invited", json!({})).await?;
    store_grants(&mut tx, id, &[], &form.grants(), me, None).await?;
    let token = random_token();
    let digest = token_hash(&token);
    queries::insert_token(&mut *tx, &digest, id, Purpose::Reset, "", WEEK).await?;
    let link = app.config.absolute(&format!("/{}/reset/{token}", form.lang));
    let texts = ("accounts-mail-invite-subject", "accounts-mail-invite-text");
    mail(&mut tx, login.as_str(), form.lang, texts, &link).await?;
    tx.commit().await?;
    Ok(Some(id))
}
