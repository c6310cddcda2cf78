//! What people report: categories with their words in each language, defaults, privacy and extra questions. The code of a
//! category never changes; its words may. Reporting reads the catalogue here; admins edit it at `/{lang}/admin/categories`.

mod actions;
mod admin;
mod jobs;
mod model;
mod queries;

pub use actions::{seed, tell_new, translate, translate_question};
pub use jobs::tell_of_new;
pub use model::{
    Category, Choice, Group, Moderation, Priority, Question, QuestionKind, groups, ink,
};
pub use queries::{find, find_by_id, find_exact, merged, questions};

use crate::i18n::Lang;
use crate::web::routes::Routes;

/// The routes of this feature.
pub fn routes() -> Routes {
    admin::routes()
}

/// The categories offered for a new report, in the admin's order.
pub async fn list(db: impl sqlx::PgExecutor<'_>, lang: Lang) -> sqlx::Result<Vec<Category>> {
    queries::list(db, lang, false).await
}
