export { checkImage as verifyOptions } from '../images/check-image.ts'
export { baseService, isLocalService } from '../images/service-modules.ts'
export type { BaseService } from '../images/service-modules.ts'
