//! The private server through its whole life: made, shared, killed, half made, somebody else's.

use std::os::unix::fs::PermissionsExt as _;

use super::*;

async fn answer_of(url: &str, statement: &'static str) -> String {
    let mut connection = PgConnection::connect(url).await.expect("connects");
    sqlx::query_scalar(statement).fetch_one(&mut connection).await.expect("answers")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("naboom-local").tempdir_in("/tmp").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[tokio::test]
async fn the_private_server_starts_is_shared_and_ends_with_its_last_user() {
    let folder = folder();
    let dir = folder.path().join("postgres");
    let first = start_for_tests(&dir).await.unwrap();
    let second = start_for_tests(&dir).await.unwrap();
    let (url, socket) = (first.app_url(), first.cluster.socket.clone());
    assert_eq!(answer_of(&url, "select current_user::text").await, "naboom_app");
    assert_eq!(answer_of(&second.owner_url(), "select current_user::text").await, "naboom_owner");
    assert_eq!(answer_of(&url, "select split_part(postgis_version(), '.', 1)").await, "3");
    first.stop().await;
    assert_eq!(answer_of(&url, "show listen_addresses").await, "");
    second.stop().await;
    assert!(PgConnection::connect(&url).await.is_err());
    assert!(!socket.join(".s.PGSQL.5432").exists());
}

#[tokio::test]
async fn a_server_that_was_killed_is_started_again() {
    let folder = folder();
    let server = start_for_tests(&folder.path().join("postgres")).await.unwrap();
    let url = server.app_url();
    let pid = fs::read_to_string(server.cluster.data.join("postmaster.pid")).unwrap();
    let pid = pid.lines().next().unwrap().to_owned();
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    let back = async {
        while PgConnection::connect(&url).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        () = back => {}
        never = server.keep_up() => match never {},
        () = tokio::time::sleep(START_LIMIT) => panic!("it stayed away"),
    }
    assert_eq!(answer_of(&url, "select 'here'").await, "here");
    server.stop().await;
}

#[tokio::test]
async fn a_half_made_cluster_and_a_lock_of_a_dead_server_are_put_right() {
    let folder = folder();
    let dir = folder.path().join("postgres");
    fs::create_dir_all(dir.join("data.unfinished-1/base")).unwrap();
    fs::create_dir_all(dir.join("data")).unwrap();
    fs::write(dir.join(MARK), MARK_TEXT).unwrap();
    start_for_tests(&dir).await.unwrap().stop().await;
    // The number of a process that lives and is not PostgreSQL: our own.
    let lock = format!("{}\n", std::process::id());
    fs::write(dir.join("data/postmaster.pid"), &lock).unwrap();
    fs::write(dir.join("run/.s.PGSQL.5432.lock"), &lock).unwrap();
    let server = start_for_tests(&dir).await.unwrap();
    assert_eq!(answer_of(&server.app_url(), "select 'up'").await, "up");
    assert!(!dir.join("data.unfinished-1").exists());
}

#[tokio::test]
async fn a_cluster_that_somebody_else_made_is_left_alone() {
    let folder = folder();
    let dir = folder.path().join("postgres");
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("PG_VERSION"), "15\n").unwrap();
    let error = start_for_tests(&dir).await.err().unwrap().to_string();
    assert!(error.contains("did not make"), "{error}");
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 3, "only our two lock files were added");
}

#[tokio::test]
async fn a_long_path_gets_a_short_socket_folder() {
    let folder = folder();
    let dir = folder.path().join("a".repeat(120)).join("postgres");
    let server = start_for_tests(&dir).await.unwrap();
    assert!(server.cluster.socket.as_os_str().len() <= LONGEST_SOCKET_FOLDER);
    assert_eq!(answer_of(&server.superuser_url(), "select 'up'").await, "up");
    fs::remove_dir_all(&server.cluster.socket).unwrap();
}
