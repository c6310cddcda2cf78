//! Objects in one bucket of an S3-compatible service: path-style addresses, so that any server works; TLS by rustls and ring.
//! A call waits 5 s for the connection and 10 s for the answer, and is tried twice.

use std::time::{Duration, SystemTime};

use anyhow::Context;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_smithy_http_client::Builder as HttpBuilder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use bytes::Bytes;
use futures_util::StreamExt;
use url::Url;

use super::{Chunks, Entry, LINK_LIFE};
use crate::config::S3Config;

/// How long to wait for the connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long one try of a call may take.
const CALL: Duration = Duration::from_secs(10);

/// How many times a call is tried.
const TRIES: u32 = 2;

/// The bucket.
#[derive(Clone)]
pub struct Bucket {
    client: Client,
    name: String,
}

impl Bucket {
    pub fn new(config: &S3Config) -> Self {
        let http =
            HttpBuilder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let credentials = Credentials::new(
            &config.access_key,
            config.secret_key.expose(),
            None,
            None,
            "configuration",
        );
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(CALL)
            .operation_timeout(CALL * TRIES)
            .build();
        let settings = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http)
            .endpoint_url(config.endpoint.as_str())
            .region(Region::new(config.region.clone()))
            .credentials_provider(credentials)
            .force_path_style(true)
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(TRIES))
            // Newer checksums are unknown to many servers; our own SHA-256 in the database is checked instead.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Self { client: Client::from_conf(settings), name: config.bucket.clone() }
    }

    pub async fn put(&self, key: &str, bytes: Bytes, content_type: &str) -> anyhow::Result<()> {
        let put = self.client.put_object().bucket(&self.name).key(key).content_type(content_type);
        put.body(bytes.into()).send().await.map_err(|e| fault("put", key, e))?;
        Ok(())
    }

    pub async fn open(
        &self,
        key: &str,
        range: Option<String>,
    ) -> anyhow::Result<Option<(u64, Chunks)>> {
        let get = self.client.get_object().bucket(&self.name).key(key).set_range(range);
        let object = match get.send().await {
            Ok(object) => object,
            Err(error) if nothing_there(&error) => return Ok(None),
            Err(error) if error.code() == Some("InvalidRange") => return Err(BeyondEnd.into()),
            Err(error) => return Err(fault("get", key, error)),
        };
        let length = object.content_length.context("the store gave no length")?;
        let chunks = futures_util::stream::unfold(object.body, |mut body| async move {
            let chunk = body.next().await?;
            Some((chunk.map_err(std::io::Error::other), body))
        });
        Ok(Some((u64::try_from(length)?, Box::pin(chunks))))
    }

    pub async fn get_range(
        &self,
        key: &str,
        start: u64,
        length: u64,
    ) -> anyhow::Result<Option<Bytes>> {
        let range = format!("bytes={start}-{}", start.saturating_add(length - 1));
        let (_, mut chunks) = match self.open(key, Some(range)).await {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(None),
            Err(error) if error.is::<BeyondEnd>() => return Ok(Some(Bytes::new())),
            Err(error) => return Err(error),
        };
        let mut bytes = bytes::BytesMut::new();
        while let Some(chunk) = chunks.next().await {
            bytes.extend_from_slice(&chunk?);
        }
        Ok(Some(bytes.freeze()))
    }

    pub async fn size(&self, key: &str) -> anyhow::Result<Option<u64>> {
        match self.client.head_object().bucket(&self.name).key(key).send().await {
            Ok(head) => {
                Ok(Some(u64::try_from(head.content_length.context("the store gave no length")?)?))
            }
            Err(error) if nothing_there(&error) => Ok(None),
            Err(error) => Err(fault("head", key, error)),
        }
    }

    pub async fn delete(&self, key: &str) -> anyhow::Result<()> {
        match self.client.delete_object().bucket(&self.name).key(key).send().await {
            Err(error) if !nothing_there(&error) => Err(fault("delete", key, error)),
            _ => Ok(()),
        }
    }

    pub async fn list(&self, prefix: &str, after: &str) -> anyhow::Result<Vec<Entry>> {
        let list = self.client.list_objects_v2().bucket(&self.name).prefix(prefix);
        let list = list.set_start_after((!after.is_empty()).then(|| after.to_owned()));
        let page = list.send().await.map_err(|e| fault("list", prefix, e))?;
        let entry = |object: aws_sdk_s3::types::Object| {
            let written = object.last_modified.and_then(|at| SystemTime::try_from(at).ok());
            Some(Entry {
                key: object.key?,
                bytes: u64::try_from(object.size.unwrap_or(0)).unwrap_or(0),
                written: written.unwrap_or(SystemTime::UNIX_EPOCH),
            })
        };
        Ok(page.contents.unwrap_or_default().into_iter().filter_map(entry).collect())
    }

    pub async fn presign(&self, key: &str, name: &str) -> anyhow::Result<Url> {
        let get = self.client.get_object().bucket(&self.name).key(key);
        let get = get.response_content_disposition(format!("attachment; filename=\"{name}\""));
        let signed = get.presigned(PresigningConfig::expires_in(LINK_LIFE)?).await;
        Ok(signed.map_err(|e| fault("presign", key, e))?.uri().parse()?)
    }

    pub async fn healthy(&self) -> bool {
        self.client.head_bucket().bucket(&self.name).send().await.is_ok()
    }
}

/// A range was asked for that begins after the last byte.
#[derive(Debug, thiserror::Error)]
#[error("the range begins after the end")]
struct BeyondEnd;

/// Whether the service answered, and said that the object does not exist. HEAD has no body, so its status decides.
fn nothing_there<E: ProvideErrorMetadata>(
    error: &SdkError<E, aws_sdk_s3::config::http::HttpResponse>,
) -> bool {
    let SdkError::ServiceError(answer) = error else { return false };
    let code = answer.err().code();
    matches!(code, Some("NoSuchKey" | "NotFound"))
        || (code.is_none() && answer.raw().status().as_u16() == 404)
}

/// What failed, for the log: the service's own code where it gave one. Never holds a key of ours beyond the object's name.
fn fault<E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static>(
    what: &str,
    key: &str,
    error: SdkError<E, aws_sdk_s3::config::http::HttpResponse>,
) -> anyhow::Error {
    let code = error.code().unwrap_or("no answer").to_owned();
    anyhow::Error::new(error).context(format!("object store: {what} {key}: {code}"))
}
