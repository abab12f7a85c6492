import { SetupError } from '../errors.ts';
import { baseUrlOf } from '../options.ts';
import { EnvoyAPI } from './api.ts';
import { envBaseUrl, envClientId } from './env.ts';
import type { JSONAPIPaginationParams } from './json-api.ts';
import type { EnvoyMetaAuth } from './meta.ts';
import type { AgreementModel, AgreementPageModel } from './resources/agreements.ts';
import type { CompanyModel } from './resources/companies.ts';
import type {
  EmployeeFilterFields,
  EmployeeModel,
  EmployeeSortFields,
} from './resources/employees.ts';
import type { FlowFilterFields, FlowModel, FlowSortFields } from './resources/flows.ts';
import type {
  InviteCreationModel,
  InviteFilterFields,
  InviteModel,
  InviteSortFields,
} from './resources/invites.ts';
import type {
  LocationFilterFields,
  LocationModel,
  LocationSortFields,
} from './resources/locations.ts';
import type { ReservationCreationAttributes, ReservationModel } from './resources/reservations.ts';
import type { SignInFieldModel, SignInFieldPageModel } from './resources/sign-in-fields.ts';
import type { UserModel } from './resources/users.ts';
import { askForToken, type EnvoyLogInOptions } from './tokens.ts';

/** What an install was granted. Which scopes there are is the host's to say. */
export type EnvoyUserAPIScope = string;

/**
 * What a plugin does for a user. Plugboard answers of itself who the user is, the space as a location and a company, and its members as
 * employees; all else is the host's, and there where Plugboard sends such calls on to it.
 *
 * @example
 * const { userAPI } = req.envoy;
 * const employee = await userAPI.getEmployeeByEmail('ada@example.com');
 */
export class EnvoyUserAPI extends EnvoyAPI {
  getAgreementPage(id: string, include?: string): Promise<AgreementPageModel> {
    return this.dataLoader.load({ type: 'agreement-pages', id, include });
  }

  getAgreement(id: string, include?: string): Promise<AgreementModel> {
    return this.dataLoader.load({ type: 'agreements', id, include });
  }

  getCompany(id: string, include?: string): Promise<CompanyModel> {
    return this.dataLoader.load({ type: 'companies', id, include });
  }

  getEmployee(id: string, include?: string): Promise<EmployeeModel> {
    return this.dataLoader.load({ type: 'employees', id, include });
  }

  getFlow(id: string, include?: string): Promise<FlowModel> {
    return this.dataLoader.load({ type: 'flows', id, include });
  }

  getLocation(id: string, include?: string): Promise<LocationModel> {
    return this.dataLoader.load({ type: 'locations', id, include });
  }

  getSignInFieldPage(id: string, include?: string): Promise<SignInFieldPageModel> {
    return this.dataLoader.load({ type: 'sign-in-field-pages', id, include });
  }

  getSignInField(id: string, include?: string): Promise<SignInFieldModel> {
    return this.dataLoader.load({ type: 'sign-in-fields', id, include });
  }

  /** Undefined where nobody has that address. */
  async getEmployeeByEmail(email: string, include?: string): Promise<EmployeeModel> {
    const params = { include, filter: { email }, page: { limit: 1 } };
    const [employee] = await this.read<EmployeeModel[]>({ url: '/api/v3/employees', params });
    return employee as EmployeeModel;
  }

  getEmployees(
    params?: JSONAPIPaginationParams<EmployeeFilterFields, EmployeeSortFields>,
  ): Promise<EmployeeModel[]> {
    return this.read({ url: '/api/v3/employees', params });
  }

  getFlows(
    params?: JSONAPIPaginationParams<FlowFilterFields, FlowSortFields>,
  ): Promise<FlowModel[]> {
    return this.read({ url: '/api/v3/flows', params });
  }

  getLocations(
    params?: JSONAPIPaginationParams<LocationFilterFields, LocationSortFields>,
  ): Promise<LocationModel[]> {
    return this.read({ url: '/api/v3/locations', params });
  }

  getSignInFields(signInFieldPageId: string): Promise<SignInFieldModel[]> {
    const page = encodeURIComponent(signInFieldPageId);
    return this.read({ url: `/api/v3/sign-in-field-pages/${page}/sign-in-fields` });
  }

  getInvites(
    params?: JSONAPIPaginationParams<InviteFilterFields, InviteSortFields>,
  ): Promise<InviteModel[]> {
    return this.read({ url: '/api/v3/invites', params });
  }

  /** The user. */
  me(): Promise<UserModel> {
    return this.read({ url: '/api/v2/users/me' });
  }

  createInvite(invite: InviteCreationModel): Promise<InviteModel> {
    return this.read({ method: 'POST', url: '/api/v3/invites', data: { data: invite } });
  }

  createReservation(details: ReservationCreationAttributes): Promise<ReservationModel> {
    const { userId, locationId, startTime, endTime } = details;
    const one = (type: string, id: number) => ({ data: { type, id } });
    const data = {
      relationships: {
        user: one('users', userId),
        ...(locationId && { location: one('locations', locationId) }),
      },
      attributes: {
        'start-time': startTime,
        ...(endTime && { 'end-time': endTime }),
        'booking-source': 'EXTERNAL_API',
        'booking-type': 'visitor',
      },
    };
    return this.read({ method: 'POST', url: '/a/rms/reservations', data: { data } });
  }

  updateInvite(inviteId: string, invite: InviteCreationModel): Promise<InviteModel> {
    return this.#writeInvite('PUT', inviteId, invite);
  }

  partialUpdateInvite(inviteId: string, invite: InviteCreationModel): Promise<InviteModel> {
    return this.#writeInvite('PATCH', inviteId, invite);
  }

  async removeInvite(inviteId: string): Promise<void> {
    await this.axios.delete(invitePath(inviteId));
  }

  #writeInvite(method: string, id: string, invite: InviteCreationModel): Promise<InviteModel> {
    return this.read({ method, url: invitePath(id), data: { data: { ...invite, id } } });
  }

  /** Where to send a user who is to consent. They come back to `redirectURL` with a `code`. */
  static getAuthorizeURL(
    redirectURL: string,
    scope: EnvoyUserAPIScope[],
    clientId?: string,
    { baseUrl }: Pick<EnvoyLogInOptions, 'baseUrl'> = {},
  ): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId || envClientId(),
      redirect_uri: redirectURL,
      scope: scope.join(' '),
    });
    return `${baseUrlOf({ baseUrl: baseUrl || envBaseUrl() })}/a/auth/v0/authorize?${query}`;
  }

  /** A token for the user who came back with this code. It is asked for once: where the answer is lost, the user is to consent again. */
  static loginAsUserWithCode(
    code: string,
    scope: EnvoyUserAPIScope[] = [],
    clientId?: string,
    clientSecret?: string,
    options?: EnvoyLogInOptions,
  ): Promise<EnvoyMetaAuth> {
    const grant = { grant_type: 'authorization_code', scope: scope.join(' '), code };
    return askForToken(grant, { ...options, clientId, clientSecret });
  }

  /** A token for the user who installed the plugin there. */
  static loginAsPluginInstaller(
    installId: string,
    clientId?: string,
    clientSecret?: string,
    options?: EnvoyLogInOptions,
  ): Promise<EnvoyMetaAuth> {
    const grant = { grant_type: 'plugin_install', install_id: installId };
    return askForToken(grant, { ...options, clientId, clientSecret });
  }

  /**
   * There is no log-in with somebody's password.
   *
   * @deprecated {@link EnvoyUserAPI.getAuthorizeURL} and {@link EnvoyUserAPI.loginAsUserWithCode} are how a user lets a plugin in.
   * @throws SetupError `password_grant` always
   */
  static async loginAsUserWithPassword(
    _username: string,
    _password: string,
    _scope: EnvoyUserAPIScope[],
    _clientId?: string,
    _clientSecret?: string,
  ): Promise<EnvoyMetaAuth> {
    throw new SetupError(
      'password_grant',
      'Plugboard takes no passwords of users: send them to getAuthorizeURL(), and call loginAsUserWithCode() when they come back',
    );
  }
}

const invitePath = (id: string): string => `/api/v3/invites/${encodeURIComponent(id)}`;
