# language: fr
@INS
Fonctionnalité: Le statut d'une identité
  Provisoire, récupérée, validée, qualifiée : le statut suit ce que le cabinet a vérifié et ce
  qu'INSi a rendu, et son histoire est gardée.

  @INS-05 @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.ins.certificat_logiciel @capacite.journal.appels @capacite.journal.identite
  Scénario: Valider, puis obtenir l'INS : l'identité est qualifiée
    Étant donné que le cabinet s'authentifie par certificat logiciel
    Et un usager "ANTOINE CHEVALIER", dont le lieu de naissance est "99999", au statut "provisoire"
    Quand le professionnel corrige le lieu de naissance en "67482"
    Alors l'historique de l'identité garde la modification, avec son auteur et sa date
    Quand le professionnel enregistre le justificatif "permis_conduire"
    Alors l'identité de cet usager est au statut "provisoire"
    Quand le professionnel enregistre le justificatif "passeport"
    Alors l'identité de cet usager est au statut "validée"
    Et le justificatif gardé est "passeport"
    Quand le professionnel recherche l'INS de cet usager
    Alors l'appel est authentifié par certificat logiciel
    Et le journal du logiciel garde le mode d'authentification de l'appel
    Étant donné que l'identité de cet usager est bien au statut "validée"
    Quand le professionnel accepte l'identité proposée
    Alors l'identité de cet usager est au statut "qualifiée"
    Et l'historique de l'identité garde les statuts "provisoire", "validée", "qualifiée"

  @INS-06 @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.ins.cpx @capacite.journal.identite
  Scénario: Obtenir l'INS, puis valider : l'identité est qualifiée
    Étant donné que le cabinet s'authentifie par carte CPx
    Et un usager "MARIE BERTRAND", au statut "provisoire"
    Quand le professionnel recherche l'INS de cet usager
    Alors l'appel est authentifié par carte CPx
    Et INSi a été interrogé avec "MARIE"
    Quand le professionnel accepte l'identité proposée
    Alors l'identité de cet usager est au statut "récupérée"
    Quand le professionnel enregistre le justificatif "carte_identite"
    Alors l'identité de cet usager est au statut "qualifiée"
    Et l'historique de l'identité garde les statuts "provisoire", "récupérée", "qualifiée"

  @INS-15 @negatif @capacite.patient.creer @capacite.patient.justifier @capacite.patient.attribuer @capacite.ins.rechercher
  Plan du Scénario: Une identité au statut "<statut>" reçoit l'attribut "<attribut>"
    Étant donné un usager "ISABELLE FAURE", au statut "<statut>"
    Et le logiciel a déjà joint INSi pour un autre usager
    Quand le professionnel pose l'attribut "<attribut>"
    Alors l'identité de cet usager est au statut "provisoire"
    Et l'identité de cet usager ne porte ni matricule ni OID
    Quand le professionnel recherche l'INS de cet usager
    Alors l'action est refusée et le motif est donné
    Et INSi n'a reçu aucun appel

    Exemples:
      | statut     | attribut |
      | provisoire | douteux  |
      | provisoire | fictif   |
      | récupérée  | douteux  |
      | récupérée  | fictif   |
      | validée    | douteux  |
      | validée    | fictif   |
      | qualifiée  | douteux  |
      | qualifiée  | fictif   |

  @INS-22 @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.utilisateur.changer
  Plan du Scénario: Les traits d'une identité "<statut>" sont verrouillés, sauf pour un super-utilisateur
    Étant donné un usager "ISABELLE FAURE", au statut "<statut>"
    Quand le professionnel corrige le nom de naissance en "FABRE"
    Alors l'action est refusée et le motif est donné
    Et l'identité de cet usager est inchangée
    Et les traits stricts, le matricule et l'OID de cet usager sont montrés verrouillés
    Quand le professionnel corrige le nom utilisé en "MARCHAND"
    Alors l'action est acceptée
    Et le nom utilisé de cet usager vaut "MARCHAND"
    Et le nom et le prénom utilisés de cet usager restent modifiables
    Étant donné que le super-utilisateur "ADMINISTRATEUR" est connecté
    Quand le professionnel corrige le prénom utilisé en "ISA"
    Alors l'identité de cet usager est au statut "<statut>"
    Et le matricule et l'OID de cet usager sont ceux d'INSi
    Quand le professionnel corrige le nom de naissance en "FERRAND"
    Alors l'action est acceptée
    Et l'identité de cet usager est au statut "<après>"
    Et l'identité de cet usager ne porte ni matricule ni OID

    Exemples:
      | statut    | après      |
      | récupérée | provisoire |
      | qualifiée | validée    |
