/** One key of a Kubernetes Secret. */
export interface SecretKey {
  readonly secretName: string;
  readonly key: string;
}

/** A user name and a password in one Kubernetes Secret. */
export interface CredentialsSecret {
  readonly secretName: string;
  readonly usernameKey: string;
  readonly passwordKey: string;
}

/** Where ThingsBoard finds the passwords of its stores. The values stand in Secrets alone. */
export interface StoreCredentials {
  readonly cassandra: CredentialsSecret;
  readonly postgresql: CredentialsSecret;
  readonly redis: SecretKey;
}
