"""Certificates by openssl, and a store that speaks the language of S3 and checks keys, by moto."""

import os
import subprocess
import sys
import time

import boto3

from machines import free_port

BUCKET = "responses"


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def authority(folder):
    """The certificate of an authority."""
    folder.mkdir(parents=True, exist_ok=True)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", "/CN=Test authority",
            "-keyout", folder / "ca.key", "-out", folder / "ca.crt")
    return folder


def options(authority, name):
    """A certificate that the authority signs, as options of the command line."""
    key, request, certificate = (authority / f"{name}.{end}" for end in ("key", "csr", "crt"))
    names = authority / "names.cnf"
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", request)
    openssl("x509", "-req", "-in", request, "-CA", authority / "ca.crt", "-CAkey", authority / "ca.key",
            "-CAcreateserial", "-days", 2, "-extfile", names, "-out", certificate)
    return ["--ca", authority / "ca.crt", "--cert", certificate, "--key", key]


class Store:
    """A store with one user, who alone may read and write."""

    def __init__(self, folder):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        # So many requests go unchecked: those that make the user and the user's rights.
        environment = os.environ | {"INITIAL_NO_AUTH_ACTION_COUNT": "3"}
        server = os.path.join(os.path.dirname(sys.executable), "moto_server")
        log = (folder / "moto.log").open("w")
        self.process = subprocess.Popen([server, "-p", str(port)], env=environment, stdout=log, stderr=log)
        users = self.client("iam", "none", "none")
        for _ in range(100):
            try:
                users.create_user(UserName="topline")
                break
            except Exception as error:  # It is not up yet.
                if "Could not connect" not in str(error):
                    raise
                time.sleep(0.2)
        everything = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
        users.put_user_policy(UserName="topline", PolicyName="all", PolicyDocument=everything)
        made = users.create_access_key(UserName="topline")["AccessKey"]
        self.key, self.secret = made["AccessKeyId"], made["SecretAccessKey"]

    def client(self, service, key, secret):
        return boto3.client(service, endpoint_url=self.url, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret)

    def put(self, files, prefix):
        store = self.client("s3", self.key, self.secret)
        if BUCKET not in [bucket["Name"] for bucket in store.list_buckets()["Buckets"]]:
            store.create_bucket(Bucket=BUCKET)
        for file in files:
            store.upload_file(str(file), BUCKET, f"{prefix}/{file.name}")
        return f"s3://{BUCKET}/{prefix}/"

    def environment(self, key=None, secret=None):
        """That of a process which has a key."""
        return os.environ | {
            "AWS_ACCESS_KEY_ID": key or self.key,
            "AWS_SECRET_ACCESS_KEY": secret or self.secret,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
        }

    def end(self):
        self.process.terminate()
        self.process.wait()
